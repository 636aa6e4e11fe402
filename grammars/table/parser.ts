import { RowParser } from '../kit/config.ts';
import {
  Backslash,
  Banner,
  Bar,
  Caret,
  ClientMessage,
  CommandTag,
  Connected,
  Duration,
  HelpHint,
  JoinedHeading,
  License,
  MessagePart,
  Other,
  PasswordPrompt,
  Piece,
  RecordHead,
  RowCount,
  Rule,
  ServerMessage,
  SslLine,
  Text,
  Toggle,
  tokens,
} from './tokens.ts';

/** A line with bars; `bars` are the offsets of the separators, `escaped` of those with a backslash before them (offset of the backslash). */
export interface CellsRow {
  readonly row: 'cells';
  readonly bars: readonly number[];
  readonly escaped: readonly number[];
}
export interface RuleRow {
  readonly row: 'rule';
}
/** A heading and its rule on one line. */
export interface JoinedHeadingRow {
  readonly row: 'joinedHeading';
  readonly heading: string;
}
/** The heading of an expanded record. */
export interface RecordRow {
  readonly row: 'record';
}
export interface RowCountRow {
  readonly row: 'rowCount';
  readonly count: number;
}
/** Something else that the client prints by itself. */
export interface ClientRow {
  readonly row: 'banner' | 'license' | 'connected' | 'chatter' | 'tag';
  readonly text: string;
}
export interface MessageRow {
  readonly row: 'serverMessage' | 'clientMessage' | 'messagePart' | 'caret';
  readonly text: string;
}
/** A line without a bar: the value of a one-column result, comma-separated values, or nothing of ours. */
export interface OtherRow {
  readonly row: 'other';
}
export type TableRow = CellsRow | RuleRow | JoinedHeadingRow | RecordRow | RowCountRow | ClientRow | MessageRow | OtherRow;

export class TableParser extends RowParser<TableRow> {
  constructor() {
    super(tokens);
    this.performSelfAnalysis();
  }

  readonly line = this.RULE(
    'line',
    (): TableRow =>
      this.OR<TableRow>([
        { ALT: () => this.SUBRULE(this.rule) },
        { ALT: () => this.SUBRULE(this.joinedHeading) },
        { ALT: () => this.SUBRULE(this.record) },
        { ALT: () => this.SUBRULE(this.rowCount) },
        { ALT: () => this.SUBRULE(this.client) },
        { ALT: () => this.SUBRULE(this.message) },
        { ALT: () => this.SUBRULE(this.other) },
      ]),
  );

  readonly rule = this.RULE('rule', (): RuleRow => {
    this.CONSUME(Rule);
    return { row: 'rule' };
  });

  readonly joinedHeading = this.RULE('joinedHeading', (): JoinedHeadingRow => {
    const image = this.CONSUME(JoinedHeading).image;
    return { row: 'joinedHeading', heading: image.slice(0, image.indexOf(' ')) };
  });

  readonly record = this.RULE('record', (): RecordRow => {
    this.CONSUME(RecordHead);
    return { row: 'record' };
  });

  readonly rowCount = this.RULE('rowCount', (): RowCountRow => {
    const image = this.CONSUME(RowCount).image;
    return { row: 'rowCount', count: Number(/\d+/.exec(image)?.[0] ?? 0) };
  });

  readonly client = this.RULE(
    'client',
    (): ClientRow =>
      this.OR<ClientRow>([
        { ALT: () => ({ row: 'banner', text: this.CONSUME(Banner).image }) },
        { ALT: () => ({ row: 'license', text: this.CONSUME(License).image }) },
        { ALT: () => ({ row: 'connected', text: this.CONSUME(Connected).image }) },
        { ALT: () => ({ row: 'tag', text: this.CONSUME(CommandTag).image }) },
        { ALT: () => ({ row: 'chatter', text: this.CONSUME(Duration).image }) },
        { ALT: () => ({ row: 'chatter', text: this.CONSUME(HelpHint).image }) },
        { ALT: () => ({ row: 'chatter', text: this.CONSUME(PasswordPrompt).image }) },
        { ALT: () => ({ row: 'chatter', text: this.CONSUME(SslLine).image }) },
        { ALT: () => ({ row: 'chatter', text: this.CONSUME(Toggle).image }) },
      ]),
  );

  readonly message = this.RULE(
    'message',
    (): MessageRow =>
      this.OR<MessageRow>([
        { ALT: () => ({ row: 'serverMessage', text: this.CONSUME(ServerMessage).image }) },
        { ALT: () => ({ row: 'clientMessage', text: this.CONSUME(ClientMessage).image }) },
        { ALT: () => ({ row: 'messagePart', text: this.CONSUME(MessagePart).image }) },
        { ALT: () => ({ row: 'caret', text: this.CONSUME(Caret).image }) },
      ]),
  );

  /** Takes any line; one that holds a bar is a row of cells. */
  readonly other = this.RULE('other', (): CellsRow | OtherRow => {
    const bars: number[] = [];
    const escaped: number[] = [];
    const bar = (offset: number, image: string): void => {
      (image.length > 1 ? escaped : bars).push(offset);
    };
    this.OR([
      { ALT: () => this.CONSUME(Text) },
      {
        ALT: () => {
          const first = this.CONSUME(Bar);
          bar(first.startOffset, first.image);
        },
      },
      { ALT: () => this.CONSUME(Backslash) },
      { ALT: () => this.CONSUME(Other) },
    ]);
    this.MANY(() =>
      this.OR1([
        { ALT: () => this.CONSUME(Piece) },
        {
          ALT: () => {
            const next = this.CONSUME1(Bar);
            bar(next.startOffset, next.image);
          },
        },
      ]),
    );
    return bars.length + escaped.length > 0 ? { row: 'cells', bars, escaped } : { row: 'other' };
  });
}
