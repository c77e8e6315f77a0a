/**
 * The shapes that travel between the modules. Types only: nothing runs here.
 *
 * @typedef {{id: string, kind: string, observed_at: string, offset: number, typed: boolean,
 *   data: Record<string, any>, seen: number|null}} Entry One fact, as the server takes it.
 *
 * @typedef {{field: string, why: string}} Refusal
 *
 * @typedef {{id: string, identity: string, session: string, urgent: boolean, sealed: boolean,
 *   refused: Refusal|null, entry: Entry}} Item An entry that waits on this device, bound to who recorded it.
 *
 * @typedef {{status: number, body: Record<string, any>|null, retryAfter?: number}} Answer Status 0: nobody answered.
 *
 * @typedef {{entry: Entry, version: number|null}} Local What this device recorded; version: the session's version once
 *   the server has it, null while it waits.
 *
 * @typedef {{key: string, title: string, words: string, from: number, to: number}} Phase Minutes since the dose began.
 *
 * @typedef {{session: string, version: number, server_at: string, patient?: string, helper?: string, me?: string,
 *   emergency?: string, look_in_fresh_minutes?: number, state: Record<string, any>,
 *   protocol: {phases?: Phase[], look_in?: {from: number, to: number, every: number}[]}}} Snapshot
 *
 * @typedef {{call: string, at: number, by: string, answered: {by: string, at: number}|null}} Help
 *
 * @typedef {{stage: string, began: number|null, minutes: number|null, phase: Phase|null, along: number|null,
 *   lookIn: {at: number, by: string, signs: string[], here: boolean}|null, next: number|null,
 *   help: Help|null, over: boolean, stopped: boolean}} View What is so now, as far as this device knows.
 */
export {};
