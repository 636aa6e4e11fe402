import type { MessageBody } from '../../src/core/fact.ts';
import type { At, SegmentContext } from '../kit/grammar.ts';
import { messageBody } from '../kit/message.ts';

export type Said = Pick<MessageBody, 'program' | 'level' | 'text'> & Partial<Omit<MessageBody, 'kind'>>;

interface Held {
  body: MessageBody;
  readonly at: At;
  readonly key: string;
}

/**
 * What a daemon repeats in a round of several lines (ping fails, cannot connect, attempt n of 6, sleeping): equal ones are counted
 * together although others stand between. Anything else, above all a change of state, is counted only where nothing stands between.
 */
const ROUNDS = new Set([
  'connection.ping-failed',
  'connection.failed',
  'connection.local-failed',
  'connection.primary-failed',
  'query.failed',
  'kbha.gateway-unreachable',
  'repmgrd.checking',
  'repmgrd.sleeping',
  'repmgrd.monitoring',
  'repmgrd.upstream-not-reachable',
  'repmgrd.reconnect-failed',
  'repmgrd.history-not-written',
]);

/** Messages that may still be repeated by the next lines: a round of the daemon. */
const WINDOW = 8;

/** Holds messages back until they can no longer repeat, and counts equal ones: first place, last line, last time. */
export class Repeats {
  readonly #context: SegmentContext;
  #held: Held[] = [];

  constructor(context: SegmentContext) {
    this.#context = context;
  }

  say(said: Said, at: At): void {
    const { attempt: _progress, ...lasting } = said.values ?? {};
    const event = said.event ?? null;
    // `checking …; 1 of 60 attempts` counts up in its text, too
    const text = event === null ? said.text : said.text.replace(/\d+/g, '#');
    const key = JSON.stringify([event, text, said.level, said.program, lasting, event === null ? said.detail : null]);
    const same = event !== null && ROUNDS.has(event) ? this.#held.find((held) => held.key === key) : this.#held.at(-1);
    if (same !== undefined && same.key === key) {
      const values = said.values?.['attempt'] === undefined ? same.body.values : said.values;
      same.body = { ...same.body, values, count: same.body.count + 1, lastLine: at.line, lastAtText: at.atText ?? same.body.lastAtText };
      return;
    }
    this.#held.push({ body: messageBody({ ...said, lastAtText: at.atText ?? null }, at.line), at, key });
    const oldest = this.#held.length > WINDOW ? this.#held.shift() : undefined;
    if (oldest !== undefined) this.#context.emit(oldest.body, oldest.at);
  }

  /** Emits what is held, before a fact of another kind and at the end. */
  release(): void {
    for (const { body, at } of this.#held) this.#context.emit(body, at);
    this.#held = [];
  }
}
