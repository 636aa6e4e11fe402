import { StringParser } from '../kit/config.ts';
import * as T from './tokens.ts';

/** A prompt by its shape; `index` decides on the shapes that prose can have, too. */
export interface Shape {
  readonly form: 'bracket' | 'apart' | 'account' | 'spaced' | 'host' | 'shell' | 'path' | 'bare' | 'sql';
  readonly user: string | null;
  readonly host: string | null;
  readonly cwd: string | null;
  readonly database: string | null;
  readonly mark: string;
  /** Nothing stands between the directory and the mark. */
  readonly open?: boolean;
  /** As typed, blanks at both ends included. */
  readonly typed: string;
}

type Head = Omit<Shape, 'mark' | 'typed'>;
const NONE = { user: null, host: null, cwd: null, database: null };

/** `[user@host dir]$`, `user@host:dir#`, `host-less -bash-4.2$`, `database=#` and what people make of them; the rest of the line is the command. */
export class PromptParser extends StringParser {
  constructor() {
    super(T.promptTokens);
    this.performSelfAnalysis();
  }

  readonly prompt = this.RULE('prompt', (): Shape => {
    let typed = '';
    this.MANY(() => this.CONSUME(T.Space));
    const head = this.OR([
      { ALT: () => this.SUBRULE(this.bracket) },
      { ALT: () => this.SUBRULE(this.account) },
      { ALT: () => this.SUBRULE(this.nameless) },
      { ALT: () => this.SUBRULE(this.shell) },
      { ALT: () => this.SUBRULE(this.path) },
      { ALT: () => this.SUBRULE(this.bare) },
    ]);
    this.OPTION(() => {
      typed = this.CONSUME(T.Typed).image;
    });
    return { ...head, typed };
  });

  /** `[kingbase@ray23 data]$`, `[kingbase@kesrwc01:/home/kingbase]$` */
  readonly bracket = this.RULE('bracket', (): Head & { mark: string } => {
    this.CONSUME(T.LeftBracket);
    const user = this.OR([{ ALT: () => this.CONSUME(T.Name).image }, { ALT: () => this.CONSUME(T.NoName).image }]);
    this.CONSUME(T.AtSign);
    const host = this.CONSUME1(T.Name).image;
    // whoever shortens a prompt leaves the directory out first: `[postgres@pg2]$`
    const cwd = this.OPTION(() => {
      this.OR1([{ ALT: () => this.CONSUME(T.Colon) }, { ALT: () => this.CONSUME(T.Space) }]);
      // `[postgres@pg2 08:57:38 ~]#`: the time stands between two blanks and is passed over
      this.OPTION2(() => this.CONSUME2(T.Space));
      return this.SUBRULE(this.directory);
    });
    this.CONSUME(T.RightBracket);
    // `[postgres@pg2:~] $`
    const apart = this.OPTION1(() => this.CONSUME1(T.Space)) !== undefined;
    const mark = this.SUBRULE(this.mark);
    return { ...NONE, form: apart ? 'apart' : 'bracket', user, host, cwd: cwd ?? null, mark };
  });

  /** `root@host:/etc/repmgr#`, `kingbase@ray22 ~]$` (bracket lost), `postgres@pg1$`, `pg1:~$`, and psql's `test=#`, `repmgr@repmgr=>` */
  readonly account = this.RULE('account', (): Head & { mark: string } => {
    const name = this.CONSUME(T.Name).image;
    return this.OR([
      {
        ALT: () => {
          const mark = this.CONSUME(T.SqlMark).image;
          return { ...NONE, form: 'sql' as const, database: name, mark };
        },
      },
      // `pg1$ tail …`: a host and nothing else
      { ALT: () => ({ ...NONE, form: 'host' as const, host: name, mark: this.CONSUME1(T.ShellMark).image }) },
      {
        ALT: () => {
          this.CONSUME(T.Colon);
          const cwd = this.CONSUME(T.Path).image.replace(/^\\/, '');
          // SUSE's root: `host:~ #`
          const spaced = this.OPTION(() => this.CONSUME(T.Space)) !== undefined;
          return {
            ...NONE,
            form: spaced ? ('spaced' as const) : ('account' as const),
            host: name,
            cwd,
            mark: this.CONSUME(T.ShellMark).image,
          };
        },
      },
      // Gentoo's root: `host ~ #`
      {
        ALT: () => {
          this.CONSUME1(T.Space);
          const cwd = this.CONSUME1(T.Path).image;
          this.CONSUME2(T.Space);
          return { ...NONE, form: 'spaced' as const, host: name, cwd, mark: this.CONSUME2(T.ShellMark).image };
        },
      },
      {
        ALT: () => {
          this.CONSUME(T.AtSign);
          const host = this.CONSUME1(T.Name).image;
          return this.OR1([
            {
              ALT: () => {
                const mark = this.CONSUME1(T.SqlMark).image;
                return { ...NONE, form: 'sql' as const, user: name, database: host, mark };
              },
            },
            {
              ALT: () => {
                const end = this.SUBRULE(this.place);
                return { ...NONE, form: 'account' as const, user: name, host, ...end };
              },
            },
          ]);
        },
      },
    ]);
  });

  readonly nameless = this.RULE('nameless', (): Head & { mark: string } => {
    const user = this.CONSUME(T.NoName).image;
    this.CONSUME(T.AtSign);
    const host = this.CONSUME(T.Name).image;
    const end = this.SUBRULE(this.place);
    return { ...NONE, form: 'account', user, host, ...end };
  });

  /** Behind `user@host`: the directory and the mark. */
  readonly place = this.RULE('place', (): { cwd: string | null; mark: string; open?: boolean } =>
    this.OR([
      { ALT: () => ({ cwd: null, mark: this.CONSUME(T.ShellMark).image }) },
      {
        ALT: () => {
          this.CONSUME(T.Colon);
          const cwd = this.SUBRULE(this.directory);
          this.OPTION(() => this.OR1([{ ALT: () => this.CONSUME(T.RightBracket) }, { ALT: () => this.CONSUME(T.Space) }]));
          const mark = this.SUBRULE(this.mark);
          return { cwd, mark };
        },
      },
      {
        ALT: () => {
          this.CONSUME1(T.Space);
          const cwd = this.SUBRULE1(this.directory);
          // a bracket that lost its other half, or Gentoo's `postgres@pg2 ~ $`; `postgres@pg2 ~$` has neither
          const closed = this.OPTION3(() =>
            this.OR2([{ ALT: () => this.CONSUME1(T.RightBracket) }, { ALT: () => this.CONSUME3(T.Space) }]),
          );
          const mark = this.SUBRULE1(this.mark);
          return { cwd, mark, open: closed === undefined };
        },
      },
      // which instance the shell is set to stands in brackets: `postgres@pg2[orders:5432] ~/$`
      {
        ALT: () => {
          this.CONSUME(T.LeftBracket);
          this.CONSUME(T.Name);
          this.OPTION1(() => {
            this.CONSUME1(T.Colon);
            this.CONSUME1(T.Name);
          });
          this.CONSUME2(T.RightBracket);
          this.OPTION2(() => this.CONSUME2(T.Space));
          const cwd = this.CONSUME(T.Path).image;
          return { cwd, mark: this.CONSUME1(T.ShellMark).image };
        },
      },
    ]),
  );

  readonly directory = this.RULE('directory', (): string =>
    this.OR([
      { ALT: () => this.CONSUME(T.Path).image.replace(/^\\/, '') },
      { ALT: () => this.CONSUME(T.Name).image },
      { ALT: () => this.CONSUME(T.OtherName).image },
    ]),
  );

  readonly mark = this.RULE('mark', (): string =>
    this.OR([{ ALT: () => this.CONSUME(T.ShellMark).image }, { ALT: () => this.CONSUME(T.TightMark).image }]),
  );

  /** `-bash-4.2$`, `sh-5.1#` */
  readonly shell = this.RULE('shell', (): Head & { mark: string } => {
    this.CONSUME(T.ShellName);
    return { ...NONE, form: 'shell', mark: this.CONSUME(T.ShellMark).image };
  });

  /** BusyBox in a container: `/ #`, `~ $` */
  readonly path = this.RULE('path', (): Head & { mark: string } => {
    const cwd = this.CONSUME(T.Path).image;
    this.CONSUME(T.Space);
    return { ...NONE, form: 'path', cwd, mark: this.CONSUME(T.ShellMark).image };
  });

  readonly bare = this.RULE('bare', (): Head & { mark: string } => ({ ...NONE, form: 'bare', mark: this.CONSUME(T.ShellMark).image }));
}
