/** A microphone that is opened by the first recording and closed when it is released: open only while somebody records. */

const TYPES = ['audio/webm;codecs=opus', 'audio/mp4'];
// What a browser does to a voice for calls is heard in a recording.
const WANTED = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

export function makeMicrophone() {
  /** @type {MediaStream|null|undefined} */
  let stream;
  /** @type {MediaRecorder|undefined} */
  let recorder;
  let opening = false;

  const finish = () => {
    if (recorder?.state === 'recording') recorder.stop();
  };
  return {
    get isRecording() {
      return opening || recorder !== undefined;
    },
    /** @param {(sound: Blob) => void} took called once, when it was finished @returns {Promise<boolean>} false: it is not open to this page */
    async record(took) {
      opening = true;
      stream ??= await navigator.mediaDevices?.getUserMedia({ audio: WANTED }).catch(() => null);
      opening = false;
      if (!stream) return false;
      const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
      const now = new MediaRecorder(stream, type ? { mimeType: type } : {});
      /** @type {Blob[]} */
      const parts = [];
      recorder = now;
      now.addEventListener('dataavailable', ({ data }) => parts.push(data));
      now.addEventListener('stop', () => {
        recorder = undefined;
        took(new Blob(parts, { type: now.mimeType }));
      });
      now.start();
      return true;
    },
    finish,
    release() {
      finish();
      for (const track of stream?.getTracks() ?? []) track.stop();
      stream = null;
    },
  };
}
