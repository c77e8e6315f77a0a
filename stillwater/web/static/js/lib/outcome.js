/**
 * Says what became of a touch, where it was touched: "recorded" only when the server has it.
 */

import { hhmm } from './times.js';
import { word } from './words.js';

/** Most answers come sooner; only then is it worth saying that the entry waits here. */
const A_MOMENT = 1200;

/**
 * @param {{id: string, saved: boolean, at: number}} kept
 * @param {(id: string, handle: (news: {refused?: {why: string, field: string}, mark?: string}) => void) => () => void} whenAnswered
 * @param {{show: (text: string) => void, refused?: (news: {why: string, field: string}) => void, arrived?: () => void}} tell
 * @returns {() => void} stop following
 */
export function follow({ id, saved, at }, whenAnswered, { show, refused, arrived }) {
  const time = hhmm(at);
  const waits = () => show(word(saved ? 'kept_here' : 'kept_open', { time }));
  const timer = setTimeout(waits, A_MOMENT);
  show(time);
  const stop = whenAnswered(id, (news) => {
    clearTimeout(timer);
    if (news.refused) {
      show(word('not_taken', { why: news.refused.why || word('unreadable_by_server') }));
      refused?.(news.refused);
      return;
    }
    show([word('recorded', { time }), news.mark].filter(Boolean).join('. '));
    arrived?.();
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
