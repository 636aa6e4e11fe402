/** Put one line of a configuration file right without an editor, see that the file is sound, and load it. */
import { accessErrors, hasFileViews, settingErrors } from '../collect/server-views.ts';
import { type Hole, hole, lines, query, raw, sh } from '../commands/command.ts';
import type { Command, Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { FileError } from '../model/file-errors.ts';
import type { Node } from '../model/node.ts';
import { restart } from './replication-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Correct the line in {file} on {node} and load it', 'zh-CN': '修正 {node} 上 {file} 中的错误行并加载' },
  caution: {
    en: 'The server runs on with its old values until the file is sound; a restart with this file fails. Lines of `{auto}` are better taken back with `ALTER SYSTEM RESET`.',
    'zh-CN': '文件修正之前，服务器继续使用旧值；此时若重启，服务器将无法启动。`{auto}` 中的行宜用 `ALTER SYSTEM RESET` 撤销。',
  },
  look: { en: 'The line as it stands in the file on {node}', 'zh-CN': '查看 {node} 上该文件中的这一行' },
  lookExpect: {
    en: 'The line that the error names. What looks like a plain quote and is none shows as `\\342\\200\\231`.',
    'zh-CN': '即报错所指的行。貌似普通引号的特殊字符会显示为 `\\342\\200\\231`。',
  },
  quotes: { en: 'Turn the typographic quotes of that line on {node} into plain ones', 'zh-CN': '将 {node} 上该行的排版引号改为普通单引号' },
  replace: { en: 'Replace that line on {node}', 'zh-CN': '在 {node} 上替换该行' },
  replaceExpect: { en: 'The corrected line.', 'zh-CN': '显示修正后的行。' },
  replaceUndo: { en: 'Copy `~/conf.before` over the file.', 'zh-CN': '用 `~/conf.before` 覆盖该文件。' },
  sound: { en: 'See that {node} finds no error in the file any more', 'zh-CN': '确认 {node} 不再报告该文件有错误' },
  soundExpect: {
    en: 'No row. `setting could not be applied` of a setting that needs a restart is no error.',
    'zh-CN': '无返回行。需要重启的参数显示 `setting could not be applied` 不算错误。',
  },
  load: { en: 'Load the files on {node}', 'zh-CN': '在 {node} 上重新加载配置' },
  loadExpect: {
    en: '`t`; the server log says `received SIGHUP` and nothing of errors.',
    'zh-CN': '返回 `t`；服务器日志显示 `received SIGHUP`，且无错误信息。',
  },
  loadUndo: { en: 'Put the copy back and reload.', 'zh-CN': '恢复副本并重新加载。' },
  again: { en: 'The settings of that file are in force on {node}', 'zh-CN': '确认该文件的参数已在 {node} 上生效' },
  againExpect: { en: 'The value that the corrected line gives.', 'zh-CN': '为修正后行中的值。' },
  up: { en: '{node} is up and answers', 'zh-CN': '确认 {node} 已启动并可连接' },
  upExpect: { en: 'A row with `1`, exit status 0.', 'zh-CN': '返回 `1`，退出码 0。' },
  findFile: {
    en: 'the file that the error names, with its directory: `select sourcefile, sourceline, error from pg_file_settings where error is not null` tells it',
    'zh-CN': '报错所指的文件（含目录）；可查询 `select sourcefile, sourceline, error from pg_file_settings where error is not null`',
  },
  findLine: { en: 'the number of the line that the error names', 'zh-CN': '报错所指的行号' },
  findNew: {
    en: 'the line as it should stand in the file: `name = value`, or the whole access rule',
    'zh-CN': '该行的正确内容：`name = value`，或完整的访问规则',
  },
}));

/** For the server's files: `typographic` where the error is a quote of a rich editor. */
export function repairConfigurationFile(cluster: Cluster, node: Node, error: FileError, typographic: boolean): Remedy {
  const on = { cluster, node };
  const { catalog, files } = cluster.flavour;
  const path = error.file?.startsWith('/') ? error.file : null;
  const file = path ?? hole('CONF_FILE', 'the file that the error names', said.findFile());
  const number = error.line ?? hole('CONF_LINE', 'the number of the line that is wrong', said.findLine());
  const label = node.label;
  const look = check(on, { title: said.look({ node: label }), command: sh`sed -n ${number}l ${file}`, expect: said.lookExpect() });
  const edit = change(on, 'reload', {
    title: typographic ? said.quotes({ node: label }) : said.replace({ node: label }),
    command: typographic ? plainQuotes(file, number) : replaceLine(file, number),
    expect: said.replaceExpect(),
    undo: said.replaceUndo(),
  });
  const title = said.title({ file: error.file ?? (error.of === 'access' ? files.hba : files.main), node: label });
  const caution = said.caution({ auto: files.auto });
  if (error.atStart) {
    const steps: Step[] = [look, edit, restart(cluster, node, 'start')];
    const up = verify(on, { title: said.up({ node: label }), command: query(cluster, node, 'select 1'), expect: said.upExpect() });
    return remedy({ id: 'repair-configuration-file', title, caution, steps, closing: up });
  }
  const sound = error.of === 'access' ? accessErrors(cluster, node) : settingErrors(cluster, node);
  const inForce =
    error.name === null
      ? sound
      : query(
          cluster,
          node,
          `select name, setting, sourcefile, sourceline from ${catalog}settings where name = '${error.name.replace(/[^\w.]/g, '').toLowerCase()}'`,
        );
  return remedy({
    id: 'repair-configuration-file',
    title,
    caution,
    steps: [
      look,
      edit,
      verify(on, { title: said.sound({ node: label }), command: sound, expect: said.soundExpect() }),
      change(on, 'reload', {
        title: said.load({ node: label }),
        command: query(cluster, node, `select ${catalog}reload_conf()`),
        expect: said.loadExpect(),
        undo: said.loadUndo(),
      }),
    ],
    closing: verify(on, {
      title: said.again({ node: label }),
      command: inForce,
      expect: error.name === null ? said.soundExpect() : said.againExpect(),
    }),
  });
}

/** For an error that was mended meanwhile: see that none is left. */
export function seeFilesAreSound(cluster: Cluster, node: Node): Remedy {
  const { catalog } = cluster.flavour;
  return remedy({
    id: 'see-files-are-sound',
    title: said.sound({ node: node.label }),
    steps: [],
    closing: verify(
      { cluster, node },
      {
        title: said.sound({ node: node.label }),
        command: hasFileViews(cluster)
          ? query(
              cluster,
              node,
              `select sourcefile, sourceline, name, error from ${catalog}file_settings where error is not null`,
              `select line_number, error from ${catalog}hba_file_rules where error is not null`,
            )
          : lines(settingErrors(cluster, node), accessErrors(cluster, node)),
        expect: said.soundExpect(),
      },
    ),
  });
}

/** The bytes of ‘ ’ “ ” in UTF-8 as printf takes them: no such character has to survive the way into a terminal. */
const CURLY = ['342\\200\\230', '342\\200\\231', '342\\200\\234', '342\\200\\235'];

function plainQuotes(file: string | Hole, number: number | Hole): Command {
  const edits = CURLY.map((bytes) => sh` -e ${number}${raw(`"s/$(printf '\\${bytes}')/'/g"`)}`);
  const all = edits.reduce((left, right) => sh`${left}${right}`, sh``);
  return lines(sh`umask 077`, sh`cp -p ${file} ~/conf.before`, sh`sed${all} ~/conf.before > ${file}`, sh`sed -n ${number}l ${file}`);
}

/** The file keeps its owner and rights: it is written into, not replaced. */
function replaceLine(file: string | Hole, number: number | Hole): Command {
  const line = hole('NEW_LINE', 'the corrected line', said.findNew());
  return lines(
    sh`umask 077`,
    sh`cp -p ${file} ~/conf.before`,
    sh`NEW_LINE=${line} awk -v at=${number} 'NR == at { print ENVIRON["NEW_LINE"]; next } { print }' ~/conf.before > ${file}`,
    sh`sed -n ${number}p ${file}`,
  );
}
