/**
 * Opens what the command line names: files, folders, globs, standard input, and archives in any of them. The only stage that
 * reads from the world. What cannot be read is a source with a problem; nothing here stops the analysis.
 */
import { statSync } from 'node:fs';
import type { Problem } from '../core/source.ts';
import type { DecodedSource } from '../transcript/read.ts';
import { Budget, type Judged, Outermost } from './budget.ts';
import { type Format, formatOf, HEAD_BYTES, type Packing } from './formats.ts';
import { LIMITS, type Limits } from './limits.ts';
import type { Member, Refusal } from './members.ts';
import { Labels, memberLabel } from './names.ts';
import { fileBytes, gather, type Pieces, type Place, peek } from './pieces.ts';
import { problem, problemOf } from './problems.ts';
import { TextSource, unread } from './source.ts';
import { type Found, findInputs } from './walk.ts';

/** The sources of all inputs, in order, each to be read before the next is asked for. @throws UsageError where an input does not exist */
export async function* openInputs(inputs: readonly string[], limits: Limits = LIMITS): AsyncGenerator<DecodedSource> {
  const found = await findInputs(inputs, limits);
  const opening = new Opening(limits, found.length === 1 ? (found[0]?.path ?? null) : null);
  for (const one of found) {
    const over = one.problem === null ? opening.over : null;
    if (over !== null) yield unread(one.path, over);
    else yield* opening.open(one);
    if (over !== null) break;
  }
}

/** A stream somewhere inside an input. */
interface Stream {
  readonly path: string;
  readonly pieces: Pieces;
  /** Archives around it. */
  readonly depth: number;
  /** Where the bytes are a file on disk, which a zip is read from. */
  readonly file: string | null;
  /** Came out of gzip and the like: a tar in it is the same archive. */
  readonly unpacked: boolean;
  readonly judged?: Judged;
}

class Opening {
  readonly #limits: Limits;
  readonly #budget: Budget;
  readonly #labels = new Labels();
  /** The only file: an archive whose name is no label. */
  readonly #root: string | null;

  constructor(limits: Limits, root: string | null) {
    this.#limits = limits;
    this.#budget = new Budget(limits);
    this.#root = root;
  }

  /** The limit that lets nothing more be read; null while there is room. */
  get over(): Problem | null {
    return this.#budget.over;
  }

  async *open({ path, file, searched, problem: refused }: Found): AsyncGenerator<DecodedSource> {
    if (refused !== null) {
      yield this.#unread(path, refused);
      return;
    }
    const whole = new Outermost(this.#budget);
    const place: Place = { again: false };
    const bytes = file === null ? null : fileBytes(file, this.#limits.chunkBytes, searched, place);
    try {
      yield* this.#stream(whole, { path, pieces: whole.packed(bytes ?? process.stdin), depth: 0, file, unpacked: false }, place);
    } catch (error) {
      yield this.#unread(path, problemOf(error));
    } finally {
      bytes?.return(undefined);
    }
  }

  async *#stream(whole: Outermost, stream: Stream, place: Place = { again: false }): AsyncGenerator<DecodedSource> {
    const { path, depth } = stream;
    const { head, all } = await peek(stream.pieces, HEAD_BYTES);
    const format = formatOf(head);
    if (format.is === 'text') {
      this.#budget.entry();
      place.again = true;
      yield new TextSource(this.#labels.unique(path), this.#root, all, this.#limits);
    } else if (format.is !== 'packed') yield this.#unread(path, refusalOf(format));
    else if (depth >= this.#limits.archiveDepth) yield this.#unread(path, problem.nested(this.#limits.archiveDepth));
    else yield* this.#packed(whole, { ...stream, pieces: all }, format.by);
  }

  async *#packed(whole: Outermost, stream: Stream, by: Packing): AsyncGenerator<DecodedSource> {
    const { path, pieces, depth, file } = stream;
    // most inputs are no archives, and what opens them is large
    if (by === 'tar') {
      const { tarMembers } = await import('./members.ts');
      if (stream.judged !== undefined) stream.judged.whole = false;
      yield* this.#members(whole, path, judgedMembers(whole, tarMembers(pieces)), stream.unpacked ? depth : depth + 1);
    } else if (by === 'zip') {
      const { zipMembers } = await import('./members.ts');
      let members: AsyncIterable<Member | Refusal>;
      try {
        if (file !== null) whole.sized(statSync(file).size);
        members = zipMembers(file ?? (await gather(pieces, this.#limits.heldBytes)));
      } catch (error) {
        yield this.#unread(path, problemOf(error));
        return;
      }
      yield* this.#members(whole, path, unpackedMembers(whole, members), depth + 1);
    } else {
      const { unpack } = await import('./unpack.ts');
      const judged = { whole: true };
      const unpacked = whole.unpacked(unpack(by, pieces, this.#limits), judged);
      yield* this.#stream(whole, { path, pieces: unpacked, depth: depth + 1, file: null, unpacked: true, judged });
    }
  }

  async *#members(whole: Outermost, path: string, members: AsyncIterable<Member | Refusal>, depth: number): AsyncGenerator<DecodedSource> {
    for await (const member of members) {
      const inside = member.name === null ? path : `${path}/${memberLabel(member.name)}`;
      if ('problem' in member) {
        yield this.#unread(inside, member.problem);
        continue;
      }
      const over = this.#budget.over;
      if (over !== null) {
        yield this.#unread(path, over);
        return;
      }
      whole.next();
      try {
        yield* this.#stream(whole, { path: inside, pieces: member.bytes, depth, file: null, unpacked: false });
      } catch (error) {
        // a member that cannot be unpacked is no reason to leave those behind it
        yield this.#unread(inside, problemOf(error));
      }
    }
  }

  #unread(path: string, why: Problem): DecodedSource {
    return unread(this.#labels.unique(path), why);
  }
}

/** What comes out of a zip is counted as unpacked; a tar only holds what came out before. */
async function* unpackedMembers(whole: Outermost, members: AsyncIterable<Member | Refusal>): AsyncGenerator<Member | Refusal> {
  for await (const member of members) yield 'problem' in member ? member : { ...member, bytes: whole.unpacked(member.bytes) };
}

async function* judgedMembers(whole: Outermost, members: AsyncIterable<Member | Refusal>): AsyncGenerator<Member | Refusal> {
  for await (const member of members) yield 'problem' in member ? member : { ...member, bytes: whole.member(member.bytes) };
}

function refusalOf(format: Exclude<Format, { readonly is: 'packed' } | { readonly is: 'text' }>): Problem {
  switch (format.is) {
    case 'archive':
      return problem.packed(format.name);
    case 'picture':
      return problem.picture(format.name);
    case 'document':
      return problem.document(format.name);
    case 'journal':
      return problem.journal();
    case 'binary':
      return problem.binary();
  }
}
