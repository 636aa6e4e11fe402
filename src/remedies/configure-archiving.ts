/** Say how to archive: the remedy of a missing command, and the last part of those that replace a wrong one. */

import { collectSettings, dataDirectory } from '../collect/commands.ts';
import { takenBack } from '../commands/alter-system.ts';
import { hole, lines, query, raw, repmgr, sh, statements } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Command, Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { archiverDrains, checkIsGreen } from './archiver-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: {
    en: 'Configure archiving on every node, let the backlog drain, then check',
    'zh-CN': '在每个节点配置归档，待积压归档完成后复查',
  },
  replace: {
    en: 'Replace the archive command of {node}, and the directory it writes to; then check',
    'zh-CN': '更换 {node} 的归档命令及归档目录，然后复查',
  },
  inForce: { en: 'The command is in force on {node}', 'zh-CN': '确认 {node} 上的归档命令已生效' },
  inForceExpect: {
    en: 'The new command. {node} is a standby: while `archive_mode` is not `always` it archives nothing before it is promoted, so that nothing moves here.',
    'zh-CN': '显示新的命令。{node} 是备机：`archive_mode` 不为 `always` 时，提升为主机之前不会归档，因此此处不会有变化。',
  },
  caution: {
    en: 'Nothing is deleted and no restart is needed; agree the archive directory (a volume of its own, enough space for the backlog and for the days until the next base backup) with the customer first.',
    'zh-CN': '不删除任何文件，也无需重启；请先与客户确认归档目录（独立的卷，空间足够容纳积压以及到下次基础备份为止的日志）。',
  },
  look: { en: 'See the value in force on {node} and which file sets it', 'zh-CN': '查看 {node} 上当前生效的值及其来源文件' },
  lookExpect: {
    en: '`archive_mode` is on or always. Go on where no way of archiving is set. A `sourcefile` ending in `auto.conf` outweighs every other file; on KingbaseES `es_rep.conf` outweighs `kingbase.conf`. The files are local to each node.',
    'zh-CN':
      '`archive_mode` 为 on 或 always；未设置任何归档方式时继续。`sourcefile` 以 `auto.conf` 结尾的值优先于其他文件；在 KingbaseES 上 `es_rep.conf` 优先于 `kingbase.conf`。这些文件各节点独立。',
  },
  lookReplaced: {
    en: '`archive_mode` is on or always. Write down the value and its file before it is replaced. A `sourcefile` ending in `auto.conf` outweighs every other file. The files are local to each node.',
    'zh-CN':
      '`archive_mode` 为 on 或 always。请在替换前记下当前值及其来源文件。`sourcefile` 以 `auto.conf` 结尾的值优先于其他文件。这些文件各节点独立。',
  },
  space: {
    en: 'See that the archive directory of {node} is a place that is safe: on another volume than the data, with room',
    'zh-CN': '确认 {node} 的归档目录位置可靠：与数据目录不在同一卷，且空间充足',
  },
  spaceExpect: {
    en: 'Two different `Mounted on`, and `Available` larger than the waiting segments. If both are the same volume, choose another directory.',
    'zh-CN': '两行 `Mounted on` 不同，且 `Available` 大于待归档日志的总量。若为同一卷，请另选目录。',
  },
  make: { en: 'Make the archive directory on {node}, readable by its owner only', 'zh-CN': '在 {node} 上创建归档目录，仅属主可访问' },
  makeExpect: {
    en: 'The directory is listed with mode `drwx------` and the owner that runs the server.',
    'zh-CN': '目录权限为 `drwx------`，属主为运行服务器的操作系统用户。',
  },
  makeUndo: { en: 'Remove the directory while it is still empty (`rmdir`).', 'zh-CN': '目录为空时可用 `rmdir` 删除。' },
  probe: {
    en: 'Try on {node} by hand what the command will do: copy one waiting segment, compare, remove the copy',
    'zh-CN': '在 {node} 上手工试一次归档动作：复制一个日志段、比对、删除副本',
  },
  probeExpect: { en: '`archive directory works`', 'zh-CN': '输出 `archive directory works`' },
  probeUndo: { en: 'Nothing is left behind: the copy is removed by the step itself.', 'zh-CN': '步骤自身会删除副本，无残留。' },
  set: { en: 'Set the archive command on {node} and reload', 'zh-CN': '在 {node} 上设置归档命令并重新加载配置' },
  setExpect: {
    en: 'No error, and `t` for the reload. The command does not overwrite: it writes to a temporary name, flushes, and renames; a segment that is already there and identical counts as done.',
    'zh-CN': '无报错，重新加载返回 `t`。该命令不会覆盖：先写临时文件、落盘、再改名；若目标已存在且内容一致则视为成功。',
  },
  setUndo: {
    en: '`{back}` and reload, the same way; what has been archived stays.',
    'zh-CN': '以同样方式执行 `{back}` 并重新加载；已归档的文件保留。',
  },
  dryRun: { en: 'Rehearse the switchover on {node}: nothing is changed', 'zh-CN': '在 {node} 上预演切换：不做任何修改' },
  dryRunExpect: {
    en: '`prerequisites for executing STANDBY SWITCHOVER are met`',
    'zh-CN': '`prerequisites for executing STANDBY SWITCHOVER are met`',
  },
  findDirectory: {
    en: "Agree it with the customer: an absolute path on a volume other than the data directory's, writable by the OS user of the server, the same meaning on every node.",
    'zh-CN': '与客户确认：绝对路径，与数据目录不在同一卷，服务器的操作系统用户可写，各节点含义一致。',
  },
}));

const archiveDir = () =>
  hole('ARCHIVE_DIR', 'an absolute path on another volume, writable by the OS user of the server', said.findDirectory());

/** Refuses a path that would need quoting inside archive_command. */
const plainPath = () =>
  sh`case ${archiveDir()} in /*[!A-Za-z0-9_./-]*|[!/]*) echo "ARCHIVE_DIR: an absolute path of letters, digits and _ . / - only" >&2; exit 1;; esac`;

/**
 * Does not overwrite, is atomic (a temporary name, then rename) and durable (flushes file and directory); a segment that was copied
 * before a crash and is identical counts as archived. `%p` and `%f` are filled in by the server.
 */
export const SAFE_COMMAND =
  'if test -f D/%f; then cmp -s %p D/%f; else cp %p D/.%f.tmp && sync D/.%f.tmp && mv D/.%f.tmp D/%f && sync D; fi';

/** `-v command="…"`: the safe command with the directory that the reader chose. */
function commandValue(): Command {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: shell syntax, not a template
  return sh`${raw(`"${SAFE_COMMAND.replace(/\bD\b/g, '${ARCHIVE_DIR}')}"`)}`;
}

/** Sets the command on one node: make the directory, try it, set it. */
export function setArchiveCommand(cluster: Cluster, node: Node): Step[] {
  const on = { cluster, node };
  const wal = sh`${dataDirectory(node)}/${raw(walNames(cluster).directory)}`;
  const shell = lines(
    plainPath(),
    sh`segment=$(find ${wal}/ -maxdepth 1 -type f -name '????????????????????????' | sort | head -n 1)`,
    sh`cp "$segment" ${archiveDir()}/.try && sync ${archiveDir()}/.try && cmp "$segment" ${archiveDir()}/.try && rm ${archiveDir()}/.try && echo "archive directory works"`,
  );
  return [
    change(on, 'reload', {
      title: said.make({ node: node.label }),
      command: lines(plainPath(), sh`mkdir -p -m 700 ${archiveDir()} && ls -ld ${archiveDir()}`),
      expect: said.makeExpect(),
      undo: said.makeUndo(),
    }),
    check(on, {
      title: said.space({ node: node.label }),
      command: sh`df -P ${archiveDir()} ${dataDirectory(node)}`,
      expect: said.spaceExpect(),
    }),
    change(on, 'reload', { title: said.probe({ node: node.label }), command: shell, expect: said.probeExpect(), undo: said.probeUndo() }),
    change(on, 'reload', {
      title: said.set({ node: node.label }),
      command: lines(
        plainPath(),
        withArchiveDir(
          statements(cluster, node, { command: commandValue() }, [
            "ALTER SYSTEM SET archive_command = :'command';",
            `SELECT ${cluster.flavour.catalog}reload_conf();`,
          ]),
        ),
      ),
      expect: said.setExpect(),
      undo: said.setUndo({ back: takenBack(node, 'archive_command') }),
    }),
  ];
}

/** Adds the guard and the placeholder of ARCHIVE_DIR to a command that uses it inside a double-quoted word. */
function withArchiveDir(command: Command): Command {
  const { placeholders } = sh`: ${archiveDir()}`;
  return { text: command.text, placeholders: [...command.placeholders, ...placeholders] };
}

/**
 * The whole remedy: look on every node, set it on `node` and on the others that are not known to have a command, watch, check,
 * rehearse a switchover on a standby.
 */
export function configureArchiving(cluster: Cluster, node: Node, { recommended = true } = {}): Remedy {
  const names = ['archive_mode', ...cluster.flavour.archivingSettings.filter((name) => cluster.flavour.knowsSetting(name, cluster.major))];
  const others = cluster.members.filter((other) => other !== node && !other.isWitness);
  const isSet = (one: Node) => cluster.flavour.archivingSettings.some((name) => hasValue(one, name));
  const lacking = others.filter((other) => !isSet(other));
  const mode = node.setting('archive_mode');
  const idle = node.isStandby && !(mode.known && mode.value === 'always');
  const looks = [node, ...others].map((one) =>
    check(
      { cluster, node: one },
      {
        title: said.look({ node: one.label }),
        command: collectSettings(cluster, one, names, said.look({ node: one.label })).command,
        expect: isSet(one) ? said.lookReplaced() : said.lookExpect(),
      },
    ),
  );
  const standby = others.find((other) => !other.isPrimary && node.isPrimary) ?? (node.isStandby ? node : null);
  const nodeCheck = checkIsGreen(cluster, node);
  const rehearsal =
    standby === null
      ? nodeCheck
      : verify(
          { cluster, node: standby },
          {
            title: said.dryRun({ node: standby.label }),
            command: repmgr(cluster, standby, 'standby', 'switchover', '--dry-run'),
            expect: said.dryRunExpect(),
          },
        );
  return remedy({
    id: 'configure-archiving',
    title: isSet(node) && lacking.length === 0 ? said.replace({ node: node.label }) : said.title(),
    recommended,
    caution: said.caution(),
    steps: [
      ...looks,
      ...[node, ...lacking].flatMap((one) => setArchiveCommand(cluster, one)),
      idle ? isInForce(cluster, node) : archiverDrains(cluster, node),
      ...(rehearsal === nodeCheck ? [] : [nodeCheck]),
    ],
    closing: rehearsal,
  });
}

/** On a standby the archiver process does not run, unless `archive_mode` is always. */
const isInForce = (cluster: Cluster, node: Node): Step =>
  verify(
    { cluster, node },
    {
      title: said.inForce({ node: node.label }),
      command: query(cluster, node, 'show archive_command'),
      expect: said.inForceExpect({ node: node.label }),
    },
  );

function hasValue(node: Node, name: string): boolean {
  const setting = node.setting(name);
  return setting.known && setting.value !== '';
}
