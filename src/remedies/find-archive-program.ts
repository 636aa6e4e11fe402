/** An archive program that cannot be run: let it be executed, or install it or name it by its full path. */

import { archiveProgram } from '../collect/commands.ts';
import { takenBack } from '../commands/alter-system.ts';
import { hole, lines, query, sh, statements } from '../commands/command.ts';
import type { Command, Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import { missingProgram } from '../model/archive-attempts.ts';
import { archiveDestination } from '../model/archive-destination.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { archiverDrains, checkIsGreen } from './archiver-steps.ts';
import { change, check, remedy } from './steps.ts';

const said = texts(() => ({
  find: {
    en: 'Install the archive program on {node}, or name it by its full path',
    'zh-CN': '在 {node} 上安装归档程序，或在命令中写全路径',
  },
  findCaution: {
    en: 'A reload at most; nothing is interrupted. If the program is missing, install the same version as on the other nodes from your package source first; its configuration (repository, keys) must be there as well.',
    'zh-CN': '最多重新加载；业务不中断。若程序缺失，请先从软件源安装与其他节点相同的版本；其配置（存储库、密钥）也须齐备。',
  },
  look: { en: 'Where the program is, as the user of the server', 'zh-CN': '以服务器用户查找程序' },
  lookExpect: {
    en: 'Its full path. `not in the path` and no file below: it is not installed here; install it, then run this again. A path outside the first line: write it into the command by the next step.',
    'zh-CN':
      '显示完整路径。若为 `not in the path` 且下面没有文件：未安装，安装后再次执行。若只在其他目录找到：用下一步把完整路径写入命令。',
  },
  set: { en: 'Write the full path into the archive command and reload', 'zh-CN': '将完整路径写入归档命令并重新加载' },
  setExpect: { en: 'No error, `t`, and the command with the full path.', 'zh-CN': '无报错，返回 `t`，命令中为完整路径。' },
  setUndo: { en: '`{back}` and reload.', 'zh-CN': '执行 `{back}` 并重新加载。' },
  allow: { en: 'Let the archive program of {node} be executed', 'zh-CN': '为 {node} 的归档程序添加执行权限' },
  allowCaution: {
    en: 'This file only. If it lies on a volume that is mounted with `noexec`, or below a directory that the user may not enter, move it to `/usr/local/bin` instead.',
    'zh-CN': '仅限该文件。若所在卷以 `noexec` 挂载，或上级目录不可进入，应将其移到 `/usr/local/bin`。',
  },
  mode: { en: 'Its owner and mode, and those of the directories above', 'zh-CN': '查看该文件及各级目录的属主和权限' },
  modeExpect: { en: 'Every directory has `x` for the user; the file has none.', 'zh-CN': '各级目录对该用户均有 `x`，而文件没有。' },
  give: { en: 'Make it executable', 'zh-CN': '添加执行权限' },
  giveExpect: { en: '`x` in the mode.', 'zh-CN': '权限中含 `x`。' },
  giveUndo: { en: '`chmod` back to the mode of the first step.', 'zh-CN': '用 `chmod` 恢复第一步显示的权限。' },
  library: { en: 'Put the archive library on {node} right', 'zh-CN': '更正 {node} 的归档库' },
  libraryCaution: {
    en: 'A reload at most; nothing is interrupted. `basic_archive` comes with the contrib package of the server, other libraries with their own package, for this version of the server.',
    'zh-CN': '最多重新加载；业务不中断。`basic_archive` 随服务器的 contrib 软件包提供，其他库由各自的软件包提供，须与服务器版本一致。',
  },
  lookLibrary: { en: 'Which library is asked for, and which are there', 'zh-CN': '查看所设置的库与已安装的库' },
  lookLibraryExpect: {
    en: 'The name in `archive_library`, then the file of that name. Only other names: the setting is misspelt. None: install its package; the archiver then finds it by itself.',
    'zh-CN': '显示 `archive_library` 的值及同名的文件。只有其他名称：设置拼写错误。没有文件：安装其软件包，归档进程随后会自行找到。',
  },
  setLibrary: { en: 'Where the name is wrong: set the right one and reload', 'zh-CN': '名称有误时：设置正确的名称并重新加载' },
  setLibraryExpect: { en: 'No error, `t`, and the right name.', 'zh-CN': '无报错，返回 `t`，并显示正确的名称。' },
  findLibrary: {
    en: 'the name without `.so`, as the step before shows it: `basic_archive` for the one that PostgreSQL brings',
    'zh-CN': '上一步显示的不含 `.so` 的名称：PostgreSQL 自带的为 `basic_archive`',
  },
  findPath: { en: 'the full path that the step before shows', 'zh-CN': '上一步显示的完整路径' },
}));

export function findArchiveProgram(cluster: Cluster, node: Node, { recommended = true } = {}): Remedy {
  const on = { cluster, node };
  const missing = missingProgram(node);
  const program = archiveProgram(node);
  const base = typeof program === 'string' ? (program.split('/').at(-1) ?? program) : program;
  const named = withFullPath(node, missing);
  return remedy({
    id: 'find-archive-program',
    title: said.find({ node: node.label }),
    recommended,
    caution: said.findCaution(),
    steps: [
      check(on, {
        title: said.look(),
        command: sh`command -v ${program} || echo "not in the path"; find /usr /opt -type f -name ${base} -perm /111 2>/dev/null || true`,
        expect: said.lookExpect(),
      }),
      ...(named === null
        ? []
        : [
            change(on, 'reload', {
              title: said.set(),
              command: lines(
                statements(cluster, node, { command: named }, [
                  "ALTER SYSTEM SET archive_command = :'command';",
                  `SELECT ${cluster.flavour.catalog}reload_conf();`,
                ]),
                sh`sleep 1`,
                query(cluster, node, 'SHOW archive_command'),
              ),
              expect: said.setExpect(),
              undo: said.setUndo({ back: takenBack(node, 'archive_command') }),
            }),
          ]),
      archiverDrains(cluster, node),
    ],
    closing: checkIsGreen(cluster, node),
  });
}

/** The library of `archive_library` that the archiver does not find. */
export function findArchiveLibrary(cluster: Cluster, node: Node, library: string): Remedy {
  const on = { cluster, node };
  const { catalog } = cluster.flavour;
  const file = `${library.split('/').at(-1)}*.so`;
  const name = hole('ARCHIVE_LIBRARY', 'the name of the archive library', said.findLibrary());
  const setLibrary = (one: Node): Step =>
    change({ cluster, node: one }, 'reload', {
      title: said.setLibrary(),
      command: lines(
        statements(cluster, one, { library: sh`${name}` }, [
          "ALTER SYSTEM SET archive_library = :'library';",
          `SELECT ${catalog}reload_conf();`,
        ]),
        sh`sleep 1`,
        query(cluster, one, 'SHOW archive_library'),
      ),
      expect: said.setLibraryExpect(),
      undo: said.setUndo({ back: takenBack(one, 'archive_library') }),
    });
  // a standby with the same name archives nothing from its promotion on
  const alike = cluster.members.filter((one) => one !== node && isSetTo(one, library));
  return remedy({
    id: 'find-archive-library',
    title: said.library({ node: node.label }),
    caution: said.libraryCaution(),
    steps: [
      check(on, {
        title: said.lookLibrary(),
        command: lines(
          query(cluster, node, 'show archive_library'),
          sh`find /usr /opt -type f '(' -name ${file} -o -name '*archive*.so' ')' 2>/dev/null || true`,
        ),
        expect: said.lookLibraryExpect(),
      }),
      ...[node, ...alike].map(setLibrary),
      archiverDrains(cluster, node),
    ],
    closing: checkIsGreen(cluster, node),
  });
}

function isSetTo(node: Node, library: string): boolean {
  const setting = node.setting('archive_library');
  return setting.known && setting.value === library;
}

export function allowArchiveProgram(cluster: Cluster, node: Node): Remedy {
  const on = { cluster, node };
  const program = archiveProgram(node);
  return remedy({
    id: 'allow-archive-program',
    title: said.allow({ node: node.label }),
    caution: said.allowCaution(),
    steps: [
      check(on, { title: said.mode(), command: sh`namei -l ${program}`, expect: said.modeExpect() }),
      change(on, 'reload', {
        title: said.give(),
        command: sh`chmod a+rx ${program} && ls -l ${program}`,
        expect: said.giveExpect(),
        undo: said.giveUndo(),
        runAs: 'root',
      }),
      archiverDrains(cluster, node),
    ],
    closing: checkIsGreen(cluster, node),
  });
}

/** The command in force with its program replaced by a path that the reader fills in; null where it is not known, or a script calls the program. */
function withFullPath(node: Node, missing: string | null): Command | null {
  const { command } = archiveDestination(node);
  const program = missing ?? command?.needs[0];
  if (command === null || program === undefined) return null;
  const at = wordAt(command.text, program);
  // A command that is only known as the server ran it may have lost a `%%`.
  const setting = node.setting('archive_command');
  const asRun = !(setting.known && setting.value === command.text);
  if (at < 0 || (asRun && /%[^pf]/.test(command.text))) return null;
  const path = hole('PROGRAM_PATH', 'the full path of the archive program', said.findPath());
  return sh`${command.text.slice(0, at)}${path}${command.text.slice(at + program.length)}`;
}

/** Where a word of its own stands in a command; -1 where it does not. */
function wordAt(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const [before, after] = [text[at - 1] ?? ' ', text[at + word.length] ?? ' '];
    if (/[\s'"&|;(]/.test(before) && /[\s'"&|;)]/.test(after)) return at;
  }
  return -1;
}
