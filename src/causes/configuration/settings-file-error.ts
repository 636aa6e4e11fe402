import { collect, collectFileErrors } from '../../collect/commands.ts';
import type { Evidence } from '../../core/finding.ts';
import { MASK } from '../../core/secrets.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import { type FileError, fileErrors, shownLine } from '../../model/file-errors.ts';
import type { Node } from '../../model/node.ts';
import { repairConfigurationFile, seeFilesAreSound } from '../../remedies/repair-configuration-file.ts';
import { type Correction, repairRepmgrConf } from '../../remedies/repair-repmgr-conf.ts';
import { retireRecoveryConf } from '../../remedies/retire-recovery-conf.ts';
import { absent, defineCause, evidence, notApplicable, present, unknown } from '../cause.ts';

const said = texts(() => ({
  settings: {
    en: 'A configuration file of {node} has an error ({where}): the server keeps its old values, as if the file had not been edited.',
    'zh-CN': '{node} 的配置文件有错误（{where}）：服务器沿用旧值，如同文件未曾修改。',
  },
  access: {
    en: 'The access rules of {node} have an error ({where}): the file was not loaded, the old rules stay in force, and a restart would fail.',
    'zh-CN': '{node} 的访问规则文件有错误（{where}）：文件未被加载，旧规则仍然有效；若重启，服务器将无法启动。',
  },
  outlived: {
    en: 'A `recovery.conf` lies in the data directory of {node}; since PostgreSQL 12 the server does not start with one.',
    'zh-CN': '{node} 的数据目录中存在 `recovery.conf`；PostgreSQL 12 起存在该文件时服务器无法启动。',
  },
  start: {
    en: 'A configuration file of {node} has an error ({where}), and the server does not start with it.',
    'zh-CN': '{node} 的配置文件有错误（{where}），服务器因此无法启动。',
  },
  repmgr: {
    en: 'repmgr refuses its configuration on {node} ({where}).',
    'zh-CN': '{node} 上的 repmgr 拒绝其配置文件（{where}）。',
  },
  rule: {
    en: 'A line of the access rules of {node} cannot be read as it stands in the bundle ({where}); the server would refuse the whole file.',
    'zh-CN': '{node} 的访问规则中有一行无法按所见内容解析（{where}）；服务器会拒绝整个文件。',
  },
  mended: {
    en: 'A configuration file of {node} had an error ({where}); it was loaded later.',
    'zh-CN': '{node} 的配置文件曾有错误（{where}），之后已成功加载。',
  },
  refused: { en: 'refused', 'zh-CN': '被拒绝' },
  line: { en: 'the line in question', 'zh-CN': '相关的行' },
  quote: { en: 'the closing quote is typographic', 'zh-CN': '结尾的引号是排版引号' },
  comment: {
    en: 'a remark stands behind the value, and this version takes it for a part of the value',
    'zh-CN': '值后面带有注释，该版本会把它当作值的一部分',
  },
  blanks: { en: 'a value with blanks without quotes', 'zh-CN': '含空格的值未加引号' },
  pasted: {
    en: 'the pasted line for `{name}` ends in a typographic quote, but the server uses the right value: the paste is at fault, not the file',
    'zh-CN': '粘贴的 `{name}` 一行以排版引号结尾，但服务器使用的值正确：是粘贴造成的，不是文件的问题',
  },
  clean: { en: 'the server finds no error in its files', 'zh-CN': '服务器在其配置文件中未发现错误' },
  why: { en: 'whether the server finds an error in its files', 'zh-CN': '服务器是否在其配置文件中发现错误' },
}));

export const settingsFileError = defineCause({
  id: 'settings-file-error',
  group: 'configuration',
  scope: 'node',
  placeless: true,
  severity: 'warning',
  title: text({ en: 'A configuration file has an error', 'zh-CN': '配置文件有错误' }),
  get about() {
    return text({
      en: `A line of a configuration file cannot be read or its value is refused. A syntax error makes the server drop the whole reload; a value that is merely invalid leaves the rest of that reload in force; an error in pg_hba.conf keeps the old rules. The same file makes the next start fail. repmgr refuses to run with a repmgr.conf that it cannot read; a repmgrd that runs keeps what it had.

**How it shows itself.** \`syntax error in file … line N, near token …\`, \`contains errors; no changes were applied\`, \`invalid value for parameter\`, \`unrecognized configuration parameter … in file\`, \`pg_hba.conf was not reloaded\`, rows with an \`error\` in pg_file_settings or pg_hba_file_rules; of repmgr \`errors were found in the configuration file\`, \`value for … must be …\`.

**Lookalikes.** \`contains errors; unaffected changes were applied\` behind \`cannot be changed without restarting the server\`, and \`setting could not be applied\` of a setting that needs a restart: that is \`settings-pending-restart\`. \`applied = f\` without an error: the value is overridden further down. A typographic quote in one pasted copy while the server uses the right value: the paste. Names that repmgr does not know or calls deprecated: only ignored. A parameter that is absent: \`configuration-file-missing\`. An ERROR for a statement that was typed.

**What to do.** Correct the line that the error names, see that \`pg_file_settings\` and \`pg_hba_file_rules\` hold no error, then reload.

**What not to do.** Do not restart to "make it load": with an error in the file the server does not come up.

**Versions.** pg_file_settings 9.5 and later, pg_hba_file_rules 10 and later. repmgr before 4 takes a remark behind a value for a part of it; since 5.0 a value with blanks must stand in single quotes. **Source.** PostgreSQL documentation, "Parameter Interaction via the Configuration File"; repmgr's sample configuration.`,
      'zh-CN': `配置文件中的某一行无法解析，或其值被拒绝。语法错误会使整次重新加载作废；仅仅是取值无效时，本次加载的其余修改仍会生效；pg_hba.conf 有错误时沿用旧规则。使用同一文件下次启动会失败。repmgr 无法读取 repmgr.conf 时拒绝运行；正在运行的 repmgrd 沿用原有配置。

**表现。** \`syntax error in file … line N, near token …\`、\`contains errors; no changes were applied\`、\`invalid value for parameter\`、\`unrecognized configuration parameter … in file\`、\`pg_hba.conf was not reloaded\`，pg_file_settings 或 pg_hba_file_rules 的 \`error\` 列有内容；repmgr 报 \`errors were found in the configuration file\`、\`value for … must be …\`。

**易混淆的情形。** \`cannot be changed without restarting the server\` 之后的 \`contains errors; unaffected changes were applied\`，以及需重启参数的 \`setting could not be applied\`：属于 \`settings-pending-restart\`。\`applied = f\` 且无 error：该值被后面的配置覆盖。粘贴内容中出现排版引号而服务器使用的值正确：是粘贴造成的。repmgr 不认识或已弃用的参数名：只会被忽略。缺少必需参数：属于 \`configuration-file-missing\`。手工执行语句返回的 ERROR。

**处理。** 修正报错所指的行，确认 \`pg_file_settings\` 与 \`pg_hba_file_rules\` 均无错误，再重新加载。

**不要做。** 不要用重启来“让它生效”：配置文件有错误时服务器无法启动。

**版本。** pg_file_settings 为 9.5 及以上，pg_hba_file_rules 为 10 及以上。repmgr 4 之前会把值后面的注释当作值的一部分；5.0 起含空格的值必须用单引号括起。**来源。** PostgreSQL 文档“通过配置文件影响参数”；repmgr 示例配置文件。`,
    });
  },
  explains: ['configuration-refused', 'server-not-starting'],

  examine(cluster, node) {
    const errors = fileErrors(node.facts, cluster.major);
    const told = errors.filter((error) => error.told);
    const open = told.filter((error) => !error.mended);
    const first = open[0] ?? told[0];
    if (first !== undefined) {
      const shown = [...(open.length > 0 ? open : told).slice(0, 6).flatMap((error) => shownFor(node, error)), ...unquoted(node, told)];
      const where = whereOf(first);
      if (open.length === 0)
        return present('certain', { status: 'resolved', summary: said.mended({ node: node.label, where }), evidence: shown });
      const summary = first.outlived
        ? said.outlived({ node: node.label })
        : first.atStart
          ? said.start({ node: node.label, where })
          : said[first.of]({ node: node.label, where });
      return present('certain', { summary, evidence: shown, severity: first.atStart ? 'critical' : 'warning' });
    }
    const rule = errors[0];
    if (rule !== undefined)
      return present('possible', {
        summary: said.rule({ node: node.label, where: whereOf(rule) }),
        evidence: [evidence(rule.fact, said.refused())],
        missing: [collectFileErrors(cluster, node, said.why())],
      });
    return withoutErrors(cluster, node);
  },

  remedies(cluster, node) {
    const open = fileErrors(node.facts, cluster.major).filter((error) => !error.mended);
    if (open.length === 0) return [seeFilesAreSound(cluster, node)];
    const server = open.filter((error) => error.of !== 'repmgr');
    const repmgr = open.filter((error) => error.of === 'repmgr');
    const first = server[0];
    if (server.some((error) => error.outlived)) return [retireRecoveryConf(cluster, node)];
    return [
      ...(first === undefined ? [] : [repairConfigurationFile(cluster, node, first, isTypographic(node, first))]),
      ...(repmgr.length === 0 ? [] : [repairRepmgrConf(cluster, node, correctionsOf(node, repmgr), repmgr[0]?.line ?? null)]),
    ];
  },
});

/** Nothing is refused: a quote of the paste is ruled out, or the views were asked and are clean; a quote alone leaves it open. */
function withoutErrors(cluster: Cluster, node: Node) {
  const quotes = node.facts.of('note').filter((note) => note.topic === 'typographic-quote');
  for (const note of quotes) {
    const name = note.values['name'] ?? '';
    const setting = node.setting(name);
    if (setting.known && setting.how === 'running' && !/[‘’“”]/.test(setting.value))
      return absent(said.pasted({ name }), evidence(note, said.line()), evidence(setting.fact, said.pasted({ name })));
  }
  if (quotes.length > 0) return unknown(collectFileErrors(cluster, node, said.why()), collect.serverLog(cluster, node, said.why()));
  const asked = node.facts
    .of('setting')
    .filter((fact) => fact.via === 'file_settings')
    .at(-1);
  return asked === undefined ? notApplicable : absent(said.clean(), evidence(asked, said.clean()));
}

const whereOf = (error: FileError): string =>
  [error.file, error.line === null ? null : `line ${error.line}`, error.name].filter((part) => part !== null).join(', ') ||
  (error.fact.kind === 'message' ? error.fact.text : error.fact.excerpt.trim()).split('\n')[0]?.slice(0, 120) ||
  '?';

const notesOn = (node: Node, line: { readonly span: { readonly source: string; readonly line: number } }) =>
  node.facts.of('note').filter((note) => note.span.source === line.span.source && note.span.line === line.span.line);

const SHOWS: Readonly<Record<string, () => Message>> = {
  'typographic-quote': said.quote,
  'comment-behind-value': said.comment,
  'unquoted-blanks': said.blanks,
};

function shownFor(node: Node, error: FileError): Evidence[] {
  const line = shownLine(node.facts, error);
  if (line === null) return [evidence(error.fact, said.refused())];
  const note = notesOn(node, line).find((one) => SHOWS[one.topic] !== undefined);
  return [evidence(error.fact, said.refused()), evidence(line, (SHOWS[note?.topic ?? ''] ?? said.line)())];
}

/** Lines of repmgr.conf without quotes, where repmgr names lines by their numbers only. */
function unquoted(node: Node, errors: readonly FileError[]): Evidence[] {
  if (!errors.some((error) => error.of === 'repmgr' && error.line !== null && shownLine(node.facts, error) === null)) return [];
  const notes = node.facts.of('note').filter((note) => note.topic === 'unquoted-blanks' && note.values['program'] === 'repmgr');
  return notes.slice(0, 6).map((note) => evidence(note, said.blanks()));
}

function isTypographic(node: Node, error: FileError): boolean {
  const near = error.fact.kind === 'message' ? (error.fact.values['near'] ?? '') : '';
  const line = shownLine(node.facts, error);
  return /[‘’“”]/.test(near) || (line !== null && notesOn(node, line).some((note) => note.topic === 'typographic-quote'));
}

/** A value that a command may carry: not one whose password was struck out. */
const sayable = (value: string): string | null => (value.includes(MASK) ? null : value);

/** Where only the form is wrong, the value is known: without its remark, in quotes. */
function correctionsOf(node: Node, errors: readonly FileError[]): Correction[] {
  const found = new Map<string, Correction>();
  for (const error of errors) {
    const line = shownLine(node.facts, error);
    const formOnly = line !== null && notesOn(node, line).some((note) => /^(?:comment-behind-value|unquoted-blanks)$/.test(note.topic));
    const name = error.name ?? (formOnly ? line.name : null);
    if (name !== null) found.set(name, { name, value: formOnly && line !== null ? sayable(line.value) : null });
  }
  // lines that are shown and have the same fault, though the error names them by number only
  if (errors.some((error) => error.line !== null && error.name === null))
    for (const note of node.facts.of('note').filter((one) => one.topic === 'unquoted-blanks' && one.values['program'] === 'repmgr'))
      found.set(note.values['name'] ?? '', { name: note.values['name'] ?? '', value: sayable(note.values['value'] ?? '') });
  return [...found.values()];
}
