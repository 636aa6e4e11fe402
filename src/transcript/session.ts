import type { AnyGrammar, At, Claim, CommandContext, Stride } from '../../grammars/kit/grammar.ts';
import { mayBePrompt, parsePrompt } from '../../grammars/prompt/index.ts';
import { commandContext } from '../../grammars/shell/command.ts';
import type { FactBody } from '../core/fact.ts';
import { fileNameOf } from '../core/path.ts';
import type { Prompt } from '../core/shell.ts';
import type { Line, Place, Reading } from '../core/source.ts';
import { Candidates, headOf } from './candidates.ts';
import { type Fed, Feed } from './feed.ts';
import { Headings } from './headings.ts';
import { echoedStatement, fileNamed } from './heads.ts';
import { Indent } from './indent.ts';
import type { Item, Origin } from './layers/item.ts';
import { looksLogged } from './layers/layer.ts';
import { located, unread } from './located.ts';
import { type LineContext, PLAIN } from './markdown.ts';
import { accept, type Open, placeOf, segmentOf, typed, wanted } from './open.ts';
import { areWords, isElision, isWritten } from './prose.ts';
import { placeOfOutput } from './remote.ts';
import type { Sink } from './sink.ts';
import { titleOf } from './titles.ts';
import { Typing } from './typing.ts';
import { unprompted } from './unprompted.ts';
import { AROUND, Window } from './window.ts';

/** After so many lines in a row that the open segment does not know, it is closed. */
const PATIENCE = 8;

/**
 * Turns the lines of one source into segments and gives each to a grammar: a state machine over prompts, commands, Markdown
 * blocks and contents. Lines are pushed one by one; memory holds the look-ahead and the excerpt window, never the source.
 */
export class Session {
  readonly #source: string;
  readonly #candidates: Candidates;
  readonly #sink: Sink;
  readonly #feed: Feed;
  readonly #window = new Window();
  readonly #indent: Indent;
  #place: Place;
  #open: Open | null = null;
  #command: CommandContext | null = null;
  #expected: AnyGrammar | null = null;
  #strange = 0;
  #underCommand = false;
  #typing: Typing | null = null;
  /** The grammar that the source's own name calls for. */
  readonly #namedAs: AnyGrammar | null;
  /** The last words of a person or a heading, which may name what follows: `both nodes' repmgr.conf:`. */
  #lead: string | null = null;
  /** The last prompt was a mark alone (`# `, `$ `). */
  #bare = false;
  /** Nothing was read yet behind the fence that opened or closed last. */
  #top = false;
  /** A command whose output the fence below holds. */
  #above: { readonly text: string; readonly number: number } | null = null;
  /** Nothing stands right above: a blank line, a fence, the beginning. */
  #gap = true;
  /** What headings and lines above say of the machine. */
  readonly #headings: Headings;

  constructor(source: string, label: string | null, origin: Origin | null, grammars: readonly AnyGrammar[], sink: Sink) {
    this.#source = source;
    this.#candidates = new Candidates(grammars);
    this.#sink = sink;
    this.#place = { host: origin?.host ?? null, user: null, cwd: null, label, heading: null };
    this.#feed = new Feed(sink.secrets);
    this.#indent = new Indent(this.#candidates);
    this.#headings = new Headings(this.#candidates);
    this.#namedAs = this.#candidates.named(origin?.file ?? fileNameOf(source));
  }

  push(item: Item, context: LineContext = PLAIN): void {
    this.#feed.push(item, context);
    this.#step(this.#feed.take(false));
  }

  /** Something else begins here: a person's message, another task of a playbook. */
  interrupt(number: number): void {
    this.#feed.pause(number);
    this.#step(this.#feed.take(false));
  }

  /** What may take runs of the lines that follow. */
  get stride(): Stride | null {
    return this.#typing === null ? (this.#open?.reader?.stride ?? null) : null;
  }

  /**
   * Reads what waits before the last `proved` lines, which the stride has looked at, and behind which `further` follow. Whether
   * the open segment takes these as they stand, so that they and more may be taken as bytes.
   */
  settle(stride: Stride, proved: number, further: readonly string[]): boolean {
    if (!this.#feed.proved(proved)) return false;
    this.#feed.follow(further);
    while (this.#feed.length > proved) this.#step(this.#feed.take(true));
    this.#feed.follow([]);
    const { next } = this.#feed;
    return this.stride === stride && next !== undefined && this.#takes(next);
  }

  /** So many lines from `first` on, which the open segment took as bytes; the first and the last as evidence shows them. */
  pass(first: number, lines: number, head: readonly string[], tail: readonly string[]): void {
    const open = this.#open;
    if (open === null) return;
    Object.assign(open, { understood: open.understood + lines, last: first + lines - 1 });
    this.#feed.drop(lines);
    this.#window.pass(first + head.length - 1, head, open.first);
    this.#window.pass(open.last, tail, open.first);
    this.#taken();
  }

  end(): void {
    for (let fed = this.#feed.take(true); fed !== null; fed = this.#feed.take(true)) this.#step(fed);
    this.#closeCommand();
    this.#close();
  }

  #step(fed: Fed | null): void {
    if (fed === null) return;
    const { context, found, shown, stamp, is } = fed;
    const { number } = fed.line;
    if (is !== 'line') this.#fresh();
    if (is === 'break') return;
    this.#window.add(number, shown, this.#open?.first ?? number, stamp);
    for (const what of found) this.#emit({ kind: 'secret', what }, { line: number });
    if (is === 'typed') {
      this.#setCommand(fed.line.text, 'sh', number, number);
      return;
    }
    if (fed.proved && this.#open !== null && this.#takes(fed)) {
      accept(this.#open, fed.line);
      this.#taken();
      this.#sink.reading(fed.line, 'understood');
      return;
    }
    const line = this.#indent.back(fed.line, this.#feed.ahead, this.#underCommand);
    try {
      this.#sink.reading(line, this.#read(line, context));
    } catch (error) {
      // A grammar that fails must not take the rest of the bundle with it.
      this.#sink.defect(this.#open?.grammar?.kind ?? 'transcript', error);
      this.#open = null;
      this.#sink.notUnderstood({ ...unread(line), source: this.#source, expected: 'the grammar failed here' });
      this.#sink.reading(line, 'notUnderstood');
    }
  }

  /** Whether the open segment takes a proved line, for which it needs nothing around it. */
  #takes({ line, context }: Fed): boolean {
    const reader = this.stride === null || !this.#indent.none || context.heading !== this.#place.heading ? null : this.#open?.reader;
    return reader?.weigh(line, []) === 'yes';
  }

  /** The line above, which is not blank, belongs to the open segment. */
  #taken(): void {
    this.#strange = 0;
    this.#gap = false;
    this.#top = false;
  }

  #next(): readonly string[] {
    return this.#indent.ahead(this.#feed.ahead);
  }

  /** Nothing that was open goes on. */
  #fresh(): void {
    this.#closeCommand();
    this.#close();
    this.#command = null;
    this.#expected = null;
    this.#underCommand = false;
    this.#bare = false;
  }

  #read(line: Line, context: LineContext): Reading {
    const text = headOf(line.text);
    if (context.heading !== this.#place.heading) this.#place = { ...this.#place, heading: context.heading };
    const gap = this.#gap;
    this.#gap = context.block === 'fence' || text.trim() === '';
    if (this.#continues(line, context)) return 'understood';
    if (text.trim() === '' && line.text.trim() === '') {
      this.#open?.reader?.blank(line);
      return 'blank';
    }
    if (context.block === 'fence') return this.#fence(line, context);
    const top = this.#top;
    this.#top = false;
    if (this.#comment(line, context)) return 'understood';
    if (this.#announces(line, context, gap)) return 'prose';
    const prompt = mayBePrompt(text) && !this.#belongs(line) ? parsePrompt(line.text) : null;
    if (prompt !== null) {
      // what a program in the background prints lands behind the prompt: nobody typed it
      const printed = prompt.shell === 'sh' && looksLogged(prompt.command);
      this.#prompt(printed ? { ...prompt, command: '' } : prompt, line);
      return printed ? this.#read({ ...line, text: prompt.command }, context) : 'understood';
    }
    if (this.#echo(line)) return 'understood';
    const bare = unprompted(line, context, top, gap, () => this.#next(), this.#candidates);
    if (bare !== null) {
      if (bare.above) this.#above = { text: bare.text, number: line.number };
      else this.#setCommand(bare.text, bare.shell, line.number, line.number);
      return 'understood';
    }
    if (isElision(text)) {
      this.#open?.reader?.elided(line);
      return 'prose';
    }
    if (this.#claim(line)) return 'understood';
    return this.#nobody(line, context);
  }

  /** A fence opens or closes: nothing continues across it. The first command may stand in its info string. */
  #fence(line: Line, context: LineContext): Reading {
    const above = this.#above;
    this.#above = null;
    this.#fresh();
    this.#top = true;
    if (above !== null) this.#setCommand(above.text, 'sh', above.number, above.number);
    const prompt = context.info ? parsePrompt(context.info) : null;
    if (prompt === null) return 'prose';
    this.#prompt(prompt, line);
    return 'understood';
  }

  /** A line that says what follows: a file's name, a heading, `log from db2:`. */
  #announces(line: Line, context: LineContext, gap: boolean): boolean {
    const said =
      this.#headings.file(headOf(line.text), this.#underCommand, this.#place) ??
      this.#headings.heading(line, context, this.#place) ??
      this.#headings.title(line, context, gap, this.#underCommand, this.#place, () => this.#weigh(line) === 'yes');
    if (said === null) return false;
    this.#close();
    this.#underCommand &&= !said.ends;
    [this.#command, this.#expected, this.#lead, this.#place] = [said.command, said.expected, said.lead, said.place];
    return true;
  }

  /** A line that begins with `#` and is no heading: the file that is read or expected has comments. */
  #comment(line: Line, context: LineContext): boolean {
    if (!line.text.startsWith('#') || context.block === 'prose' || (context.block === 'heading' && !this.#underCommand)) return false;
    // where prompts are a mark alone, `# ls -l` is typed
    if (this.#bare && parsePrompt(line.text) !== null) return false;
    const reader = this.#open?.reader;
    if (reader) return reader.weigh(line, this.#next()) === 'yes' && this.#claim(line);
    const grammar = this.#expected ?? (this.#command === null ? this.#namedAs : null);
    return grammar !== null && this.#begin(grammar, line, this.#next());
  }

  /** Whether the line has the open segment's own shape: `repmgr=# ` inside a log line is no prompt. */
  #belongs(line: Line): boolean {
    return !/[#$>]\s/.test(line.text.slice(0, 60)) && this.#weigh(line) === 'yes';
  }

  #weigh = (line: Line): Claim | undefined => this.#open?.reader?.weigh(line, this.#next());

  #prompt(prompt: Prompt, line: Line): void {
    this.#lead = null;
    this.#bare = prompt.shell === 'sh' && prompt.user === null && prompt.host === null && prompt.cwd === null;
    this.#close();
    this.#closeCommand();
    if (prompt.shell === 'sh') this.#place = placeOf(prompt, this.#place);
    this.#typing = new Typing(prompt.shell, prompt.command, line.number);
    if (this.#typing.complete) this.#closeCommand();
  }

  /** Whether a line belongs to the command above. */
  #continues(line: Line, context: LineContext): boolean {
    const typing = this.#typing;
    if (typing === null) return false;
    const next = typing.next(line, context, () => this.#candidates.best(line, this.#next()) !== null);
    if (next !== 'taken') this.#closeCommand();
    return next !== 'no';
  }

  #closeCommand(): void {
    const typing = this.#typing;
    if (typing === null) return;
    this.#typing = null;
    const text = typing.text.trim();
    if (text !== '') this.#setCommand(text, typing.shell, typing.first, typing.last);
    else {
      this.#command = null;
      this.#expected = null;
    }
  }

  #setCommand(text: string, shell: 'sh' | 'sql', first: number, last: number): void {
    const command = commandContext(text, shell);
    this.#command = command;
    this.#expected = this.#candidates.printed(command)[0] ?? null;
    this.#underCommand = true;
    this.#strange = 0;
    this.#emit(typed(command, shell, text, this.#place), { line: first, endLine: last });
  }

  #echo(line: Line): boolean {
    const echoed = echoedStatement(line.text);
    if (echoed === null) return false;
    this.#close();
    if (echoed.host !== null) this.#place = { ...this.#place, host: echoed.host };
    this.#setCommand(echoed.statement, 'sql', line.number, line.number);
    return true;
  }

  /** Gives the line to the open segment, or opens the one that it belongs to. */
  #claim(line: Line): boolean {
    const next = this.#next();
    const open = this.#open;
    if (open?.reader) {
      const claim = open.reader.weigh(line, next);
      if (claim === 'yes' || (claim === 'loosely' && !this.#candidates.rival(line, next, open.grammar))) {
        // weigh() of a rival does not disturb this reader: each keeps its own last line
        if (claim === 'loosely') open.reader.weigh(line, next);
        accept(open, line);
        this.#strange = 0;
        return true;
      }
    }
    if (this.#expected !== null && this.#expected !== open?.grammar && this.#begin(this.#expected, line, next)) return true;
    const lead = open === null && this.#command === null && this.#lead !== null ? headOf(this.#lead) : null;
    const told = lead === null ? null : (fileNamed(lead) ?? titleOf(lead)?.file ?? null);
    const led = told === null ? null : this.#candidates.named(told);
    if (led !== null && this.#begin(led, line, next)) return true;
    const best = this.#candidates.best(line, next);
    if (best !== null && this.#begin(best, line, next)) return true;
    if (this.#command !== null)
      return this.#candidates.printed(this.#command).some((one) => one !== open?.grammar && this.#begin(one, line, next, true));
    return open === null && this.#namedAs !== null && this.#begin(this.#namedAs, line, next);
  }

  /** Opens a segment with a line, where its grammar takes the line; `surely`: not as what may be a continuation. */
  #begin(grammar: AnyGrammar, line: Line, next: readonly string[], surely = false): boolean {
    const id = this.#sink.nextSegment();
    const place = placeOfOutput(this.#place, this.#command);
    const segment: Open = {
      id,
      grammar,
      reader: grammar.read({
        source: this.#source,
        place,
        command: this.#command,
        lead: this.#lead,
        emit: (body, at) => this.#emit(body, at, id, place),
      }),
      first: line.number,
      last: line.number,
      understood: 1,
      command: this.#command?.text ?? null,
      place,
    };
    const claim = segment.reader?.weigh(line, next);
    if (claim === 'no' || (surely && claim !== 'yes')) return false;
    this.#close();
    this.#open = segment;
    this.#lead = null;
    segment.reader?.accept();
    this.#headings.scopes.use();
    this.#strange = 0;
    return true;
  }

  #close(): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    try {
      open.reader?.end();
    } catch (error) {
      this.#sink.defect(open.grammar?.kind ?? 'transcript', error);
    }
    this.#sink.segment(segmentOf(open, this.#source));
    this.#window.forget(open.last);
  }

  #nobody(line: Line, context: LineContext): Reading {
    this.#strange++;
    if (this.#strange > PATIENCE) {
      this.#close();
      this.#underCommand = false;
    }
    const text = headOf(line.text);
    // right under a line that a program printed, in a block of code or moved in like it: no person wrote this
    const amid = this.#open?.last === line.number - this.#strange && (context.block === 'code' || /^\s/.test(line.text));
    if (isWritten(text, context.block, amid)) {
      this.#lead = line.text;
      this.#place = this.#headings.scopes.words(this.#place);
      return 'prose';
    }
    if (context.block === 'text' && !this.#underCommand && this.#open === null && areWords(text)) return 'prose';
    this.#sink.notUnderstood({ ...unread(line), source: this.#source, expected: wanted(this.#open, this.#expected, this.#command) });
    return 'notUnderstood';
  }

  #emit(body: FactBody, at: At, segment = this.#open?.id ?? -1, place = this.#place): void {
    const order = this.#sink.nextOrder();
    this.#sink.fact({ ...body, ...located(at, this.#source, this.#window, this.#feed.shown(AROUND)), order, segment, place });
  }
}
