/** libpq asks twice where `sslmode` allows it: encrypted, then in plain text, and prints both answers. */

const PLAIN =
  /(?:pg|sys)_hba\.conf.*(?:SSL off|no encryption|SSL ?关闭|没有加密|未加密)|(?:SSL off|no encryption|SSL ?关闭|没有加密|未加密).*(?:pg|sys)_hba\.conf/;
const ANSWER = /(?:FATAL|致命错误)[:：]|SSL error|SSL 错误|certificate/;
const SERVER = /server at "([^"]+)"|"([^"]+)" ?\([^)]*\)上的服务器/;

/**
 * The answer that decides: of the encrypted attempt. That no rule lets the same client in without encryption is as it should be where
 * encryption is demanded. Answers of other servers, as of a list of hosts, stay.
 */
export function decisive(text: string): string {
  if (!PLAIN.test(text)) return text;
  const lines = text.split('\n');
  const second = lines.findIndex((line, at) => at > 0 && PLAIN.test(line));
  const before = lines.slice(0, second).filter((line) => ANSWER.test(line));
  const first = before.at(-1);
  if (second < 1 || first === undefined || serverOf(first) !== serverOf(lines[second] ?? '')) return text;
  return [...lines.slice(0, second), ...lines.slice(second + 1)].join('\n');
}

const serverOf = (line: string): string | null => {
  const match = SERVER.exec(line);
  return match?.[1] ?? match?.[2] ?? null;
};
