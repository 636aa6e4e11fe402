import type { AnyGrammar, CommandContext } from '../../grammars/kit/grammar.ts';
import { commandContext } from '../../grammars/shell/command.ts';
import type { Line, Place } from '../core/source.ts';
import { type Candidates, headOf } from './candidates.ts';
import { fileHead, headingTitle, pathAlone } from './heads.ts';
import type { LineContext } from './markdown.ts';
import { Scopes } from './scopes.ts';
import { bareTitle, isRemark, isSide, stands, titleOf } from './titles.ts';

/** What a line says of what follows it. */
export interface Announced {
  readonly lead: string;
  readonly place: Place;
  readonly expected: AnyGrammar | null;
  /** A command that the line is an echo of. */
  readonly command: CommandContext | null;
  /** Nothing more of the command above follows. */
  readonly ends: boolean;
}

/** Lines that say what follows and where it is from; and how far that holds. */
export class Headings {
  readonly #candidates: Candidates;
  readonly scopes = new Scopes();

  constructor(candidates: Candidates) {
    this.#candidates = candidates;
  }

  /** A file's name above its lines. */
  file(text: string, underCommand: boolean, place: Place): Announced | null {
    const name = fileHead(text) ?? (underCommand ? null : pathAlone(text));
    if (name === null) return null;
    const expected = this.#candidates.named(name.split('/').at(-1) ?? name);
    return { lead: name, place: this.#placed(titleOf(name)?.node ?? null, place), expected, command: null, ends: false };
  }

  /** A Markdown heading, which may be a tool's echo of its own command (`# repmgr cluster show`). */
  heading(line: Line, context: LineContext, before: Place): Announced | null {
    const title = headingTitle(headOf(line.text));
    if (title === null || context.block === 'code') return null;
    const names = titleOf(title);
    // without a Latin letter it is no file's name and calls no program
    const mayBe = /[a-z]/i.test(title);
    const named = mayBe ? this.#candidates.named(names?.file ?? title) : null;
    const echoed = mayBe && named === null ? commandContext(title, 'sh') : null;
    const printed = echoed === null ? undefined : this.#candidates.printed(echoed)[0];
    const level = /^#*/.exec(line.text)?.[0].length ?? 0;
    // a file's name of no kind (`02-node1-log.txt`) may hold a machine's: the model knows which there are
    const isName = names === null || (names.node === null && names.file !== null);
    const word = isName && named === null && /^[\w.-]{1,40}$/.test(title) ? title : null;
    const node = printed === undefined ? (names?.node ?? word) : null;
    const inside = context.block === 'text' ? { ...before, heading: title } : before;
    const isPart = named !== null || printed !== undefined;
    const place =
      node !== null
        ? this.scopes.heading(level, node, inside)
        : context.block === 'heading'
          ? this.scopes.other(level, isPart, inside)
          : inside;
    return { lead: title, place, expected: named ?? printed ?? null, command: printed === undefined ? null : echoed, ends: true };
  }

  /** Words on a line of their own that say whose file follows: `**repmgr.conf on node2**`, `log from db2:`. */
  title(line: Line, context: LineContext, gap: boolean, underCommand: boolean, place: Place, belongs: () => boolean): Announced | null {
    const title = stands(line.text, context.block, gap) ? titleOf(line.text) : gap ? bareTitle(line.text) : null;
    if (title === null || (title.node === null && title.file === null)) return null;
    // a machine's name alone may be a line of what a command printed
    if (
      underCommand &&
      context.block !== 'prose' &&
      title.file === null &&
      !title.thing &&
      !(isRemark(line.text) || (gap && isSide(line.text)))
    )
      return null;
    if (belongs()) return null;
    const expected = title.file === null ? null : this.#candidates.named(title.file);
    return { lead: line.text, place: this.#placed(title.node, place), expected, command: null, ends: true };
  }

  #placed(node: string | null, place: Place): Place {
    return node === null ? this.scopes.words(place) : this.scopes.line(node, place);
  }
}
