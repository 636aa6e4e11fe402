import { createToken, Lexer, type TokenType } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';

/** Any token but a bar: what a cell may consist of. */
export const Piece = createToken({ name: 'Piece', pattern: Lexer.NA });

const piece = (name: string, pattern: RegExp): TokenType => createToken({ name, pattern, categories: Piece });

// Lines of a kind of their own reach to the end of the line, so a cell that happens to hold their words stays a cell.

/** `-[ RECORD 1 ]----+---`, `-[ 记录 1 ]-`, `+-[ RECORD 1 ]-+--+`, and `* Record 1` without a border. */
export const RecordHead = piece(
  'RecordHead',
  /(?:[+┌├╞][-─]|[-─])\[ ?(?:RECORD|Record|记录) ?\d+ ?\][^\n]*|\* (?:Record|记录) \d+[ \t]*(?![^\n])/,
);
/** `----+----`, `----±---` (a site renders `+-` so), `+---+---+`, `├───┼───┤`, `|---|:---:|`, `---- ----` without a border; repmgr 3 mixes `+` and `|`. */
export const Rule = piece('Rule', /[ \t]*[|+├┌└╔╠╚╟╞╒╓╘╙]?:?[-─═]{2,}[-─═+|±┌┐└┘├┤┬┴┼╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬: \t]*(?![^\n])/);
/** `version --------`: a heading and its rule that a paste has joined. */
export const JoinedHeading = piece('JoinedHeading', /[A-Za-z_?][0-9A-Za-z_?]* -{8,}[ \t]*(?![^\n])/);
export const RowCount = piece('RowCount', /[ \t]*[(（]\d+ ?(?:rows?|行记录|行|条记录)[)）][ \t]*(?![^\n])/);
export const Duration = piece('Duration', /(?:Time|时间)[:：] ?[\d.,]+ ?(?:ms|毫秒|秒)[^\n]*/);
/** `psql (15.18 (Debian 15.18-0+deb12u1))`, `ksql (V8.0)`, `ksql (Kingbase) V008R006C005B0041`. */
export const Banner = piece('Banner', /(?:psql|ksql|gsql) \([^\n]*/);
export const HelpHint = piece('HelpHint', /(?:Type|输入) ?["“”][^\n]*|(?:Type:|输入:)[ \t]+\\[^\n]*/);
export const PasswordPrompt = piece(
  'PasswordPrompt',
  /(?:Password(?: for user [^:：\n]+)?|用户 ?[!-\uFFFF]+ ?的口令|口令)[:：][ \t]*(?![^\n])/,
);
export const License = piece('License', /(?:授权类型|License [Tt]ype|License type)[:：][^\n]*/);
export const Connected = piece(
  'Connected',
  /(?:You are (?:now )?connected to database|您现在(?:已经)?(?:以用户|已?连[线接])|以用户 ?["“][^"”\n]*["”] ?的身份[,，])[^\n]*/,
);
export const SslLine = piece('SslLine', /SSL (?:connection|连接)[^\n]*/);
/** What a backslash command answers: `Expanded display is on.`, `Pager usage is off.`, `扩展显示已打开。`, `启用计时功能.` */
export const Toggle = piece(
  'Toggle',
  /(?:Expanded display|Pager(?: usage| is)|Timing is|Tuples only|Showing only tuples|Null display|Output format|Border style|Line style|Field separator|Record separator|Default footer|Title is|Did not find any|Table attributes|Locale-adjusted|Target width|Unicode (?:border|column|header) line style|GSSAPI-encrypted|扩展显示|启用计时|停止计时|计时|分页|只显示元组|空值显示|"?null"?显示|输出格式|边界风格|Border风格|Line风格|域分隔符|(?:开启|关闭)只显示元组|边缘风格|文本的风格|(?:CSV的)?[字栏域]段?位?分隔符|记录分隔符|(?:打开|关闭)默认步进器|(?:不使用|总是使用)分页器|显示大量数据时|没有找到任何|找不到任何|[未无]?(?:设置数据)?(?:表属性|标题)|目标宽度|Unicode (?:边界线型|列线型|页眉线型)|GSSAPI加密)[^\n]*| ?"[^"\n]*" 是空值显示[^\n]*/,
);
/** `ERROR:  relation "x" does not exist`: psql puts two blanks behind the level. */
export const ServerMessage = piece(
  'ServerMessage',
  /(?:DEBUG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|LOG|调试|信息|注意|警告|错误|致命错误|比致命错误还过分的错误)[:：] *[^\n]*/,
);
/** `psql: error: connection to server …`, `psql:check.sql:3: ERROR:  …` */
export const ClientMessage = piece('ClientMessage', /(?:psql|ksql|gsql)(?:\.bin)?(?::[^\n:]+:\d+)?: ?[^\n]*/);
/** Lines behind a message: `LINE 1: …`, `HINT:  …`, `描述:  …`, `第1行show …`. */
export const MessagePart = piece(
  'MessagePart',
  /(?:LINE \d+|DETAIL|HINT|CONTEXT|STATEMENT|QUERY|LOCATION|描述|详细信息|详细|提示|上下文|背景|语句|查询|位置)[:：][^\n]*|第 ?\d+ ?行[^\n]*/,
);
export const Caret = piece('Caret', /[ \t]*\^[ \t]*(?![^\n])/);
/** The tag of a statement without rows: `ALTER SYSTEM`, `SELECT 1`, `INSERT 0 1`. */
export const CommandTag = piece(
  'CommandTag',
  /(?:ALTER SYSTEM|ALTER [A-Z]{4,}|CREATE [A-Z]{4,}|DROP [A-Z]{4,}|SELECT \d+|INSERT \d+ \d+|(?:UPDATE|DELETE|COPY|MOVE|FETCH) \d+|SET|RESET|BEGIN|COMMIT|ROLLBACK|CHECKPOINT|VACUUM|ANALYZE|DO|LOAD|GRANT|REVOKE|CALL)[ \t]*(?![^\n])/,
);
/** What divides columns; a backslash before it comes from a Markdown editor. */
export const Bar = createToken({ name: 'Bar', pattern: /\\?[|│║]/ });
export const Text = piece('Text', /[\0-\t\v-[\]-{}-\u2501\u2503-\u2550\u2552-\uFFFF]+/);
export const Backslash = piece('Backslash', /\\/);
export const Other = piece('Other', /[\0-\uFFFF]/);

export const tokens: TokenType[] = [
  Piece,
  RecordHead,
  Rule,
  JoinedHeading,
  RowCount,
  Duration,
  Banner,
  HelpHint,
  PasswordPrompt,
  License,
  Connected,
  SslLine,
  Toggle,
  ServerMessage,
  ClientMessage,
  MessagePart,
  Caret,
  CommandTag,
  Bar,
  Text,
  Backslash,
  Other,
];

export const lexer = lexerOf(tokens);
