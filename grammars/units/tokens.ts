import type { TokenType } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, atLineStart, Blank, restBehind } from '../kit/tokens.ts';

const UNIT = String.raw`[\w@:.\\-]+\.(?:service|socket|timer|target|mount|slice|scope|path)`;

/** `● postgresql.service - PostgreSQL RDBMS`: the first line of systemctl status. */
export const Head = atLineStart('Head', new RegExp(String.raw`[●○×↻*]?[ \t]*${UNIT}(?=[ \t]+-[ \t])`));
/** `postgresql@15-main.service   loaded active running …` of list-units; `… enabled` of list-unit-files. */
export const Listed = atLineStart(
  'Listed',
  new RegExp(
    String.raw`[●○×↻*]?[ \t]*${UNIT}(?=[ \t]+(?:loaded|not-found|masked|error|bad-setting|enabled|disabled|static|indirect|generated|alias)(?![!-\uFFFF]))`,
  ),
);
/** `Active:`, `Main PID:`, `CGroup:` */
export const Key = atLineStart(
  'Key',
  /(?:Loaded|Drop-In|Active|Process|Main PID|Control PID|Docs|Tasks|Memory|CPU|CGroup|Status|TriggeredBy|Triggers|Until|Invocation|IO|IP|Error|Trigger|Listen|Accepted|FD Store):/,
);
/** `├─1177 `: a process of the unit's control group; before 219 drawn with ASCII. */
export const Branch = atLineStart('Branch', /(?:[│|] *)*(?:[├└]─|[|`]-)[ \t]*(?:\d+(?=[ \t]))?/);
/** The one word of is-active and is-enabled. */
export const State = atLineStart(
  'State',
  /(?:active|inactive|failed|activating|deactivating|reloading|unknown|enabled|disabled|static|masked|indirect|enabled-runtime|linked|not-found)(?![ \t]*[!-\uFFFF])/,
);
/** `15  main    5432 online,recovery postgres /var/lib/… /var/log/…`: a row of Debian's pg_lsclusters. */
export const Debian = atLineStart('Debian', /\d+(?:\.\d+)?[ \t]+[\w-]+[ \t]+\d+[ \t]+(?:online|down)(?:,\S+)?(?=[ \t])/);
/** Headings of listings: their columns are read by their words. */
export const Heading = atLineStart(
  'Heading',
  /(?:UNIT[ \t]+LOAD|UNIT FILE[ \t]+STATE|Ver[ \t]+Cluster[ \t]+Port|(?:NAMESPACE[ \t]+)?NAME[ \t]+(?:READY|COMMAND|IMAGE|STATUS)|CONTAINER ID[ \t]+IMAGE|Name[ \t]+Command[ \t]+State)(?=[ \t])[^\n]*/,
);
export const Rest = restBehind('Rest', Head, Listed, Key, Branch, Debian);
export const Text = atLineStart('Text', /[!-\uFFFF][^\n]*/);

export const tokens: TokenType[] = [Blank, Rest, Heading, Head, Listed, Key, Branch, State, Debian, Text, Anything];
export const lexer = lexerOf(tokens);
