/** Fetch the WAL that a rewind reads from the archive, and rehearse the rewind: nothing of the data is changed yet. */
import { dataDirectory } from '../collect/commands.ts';
import { hole, lines, program, raw, sh, upstreamConnection } from '../commands/command.ts';
import { walNames } from '../commands/wal-names.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import { readArchiveCommand } from '../model/archive-command.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { labelOf, standbyFor, upstreamFor } from './replication-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: {
    en: 'Fetch the missing segments from the archive and rehearse the rewind of {standby}',
    'zh-CN': '从归档取回缺少的日志段，并预演 {standby} 的回退',
  },
  caution: {
    en: 'The server of {standby} stays stopped all the time: started in between it recycles more. If the archive lacks one of the segments, only a clone helps.',
    'zh-CN': '{standby} 的服务器须始终停止：期间启动会回收更多日志。若归档也缺少其中之一，只能重新克隆。',
  },
  down: { en: '{standby} is down, cleanly', 'zh-CN': '确认 {standby} 已干净停库' },
  downExpect: { en: '`shut down`. Anything else: stop it first.', 'zh-CN': '显示 `shut down`。否则先停库。' },
  there: { en: 'The archive has the segment', 'zh-CN': '确认归档中有该日志段' },
  thereExpect: {
    en: 'The file with the full size of a segment. Not there: look for a copy of the archive, else clone.',
    'zh-CN': '显示该文件且大小为完整日志段。没有则查找归档副本，否则重新克隆。',
  },
  bring: { en: 'Put the segment into the WAL directory', 'zh-CN': '把该日志段放入 WAL 目录' },
  bringExpect: { en: 'The file, owned by the OS user of the server.', 'zh-CN': '显示该文件，属主为数据库操作系统用户。' },
  bringAll: {
    en: 'Put the segment into the WAL directory, and each further one that a rehearsal names',
    'zh-CN': '把该日志段放入 WAL 目录，并依次放入预演所提示的其余日志段',
  },
  bringAllExpect: {
    en: 'The name of each file that was put there. `cp: cannot stat`: the archive lacks that one, and only a clone helps.',
    'zh-CN': '逐行显示放入的文件名。若 `cp` 提示文件不存在：归档缺少该日志段，只能重新克隆。',
  },
  bringUndo: { en: 'Remove exactly what was put there again.', 'zh-CN': '删除刚刚放入的文件。' },
  rehearse: { en: 'Rehearse the rewind', 'zh-CN': '预演回退' },
  rehearseExpect: {
    en: '`Done!`: go on with the rejoin. Another `could not open file …`: repeat the steps before for the segment that it names.',
    'zh-CN': '显示 `Done!`（完成）：可继续重新加入。若又提示 `could not open file …`，对新提示的日志段重复以上步骤。',
  },
  findArchive: {
    en: 'The archive directory as {standby} sees it (mounted, or copied there){known}.',
    'zh-CN': '{standby} 上可见的归档目录（挂载或已复制到本机）{known}。',
  },
  findCommand: {
    en: 'The command of {tool} that fetches one segment, complete with the name of the segment and the path in the WAL directory.',
    'zh-CN': '{tool} 取回单个日志段的完整命令，包含日志段名与 WAL 目录中的目标路径。',
  },
  findSegment: { en: "The name in pg_rewind's `could not open file`.", 'zh-CN': 'pg_rewind 报错 `could not open file` 中的名称。' },
}));

export function restoreForRewind(cluster: Cluster, node: Node | null, segment: string | null): Remedy {
  const standby = standbyFor(cluster, node);
  const upstream = upstreamFor(cluster, standby);
  const on = { cluster, node: standby };
  const label = labelOf(standby, 'the standby');
  const settings = [standby, upstream].flatMap((one) => one?.setting('archive_command') ?? []);
  const command = settings.find((setting) => setting.known && setting.value !== '');
  const archive = command?.known === true ? readArchiveCommand(command.value) : null;
  const file = segment ?? hole('SEGMENT', 'the segment that the rewind names', said.findSegment());
  const directory = hole(
    'ARCHIVE_DIR',
    'the archive directory as this node sees it',
    said.findArchive({ standby: label, known: archive?.directory == null ? '' : `: ${archive.directory}` }),
  );
  const target = sh`${dataDirectory(standby)}/${raw(walNames(cluster).directory)}/${file}`;
  const tool = archive?.tool ?? null;
  const rehearse = sh`LC_ALL=C ${program(standby, cluster, 'rewind')} -n -P -D ${dataDirectory(standby)} --source-server=${upstreamConnection(upstream)}`;
  const bring =
    tool === null
      ? change(on, 'reload', {
          title: said.bringAll(),
          // pg_rewind names one segment at a time; what it names is not there, or nothing is copied
          command: lines(
            sh`wal=${dataDirectory(standby)}/${raw(walNames(cluster).directory)}`,
            sh`next=${file}`,
            sh`while test -n "$next"; do`,
            sh`  test ! -e "$wal/$next"`,
            sh`  cp -p ${directory}/"$next" "$wal/$next"`,
            sh`  echo "$next"`,
            sh`  next=$(${rehearse} 2>&1 | sed -n ${'s|.*could not open file ".*/\\([0-9A-F]*\\)".*|\\1|p'} | head -n 1)`,
            sh`done`,
          ),
          expect: said.bringAllExpect(),
          undo: said.bringUndo(),
        })
      : change(on, 'reload', {
          title: said.bring(),
          command: lines(
            sh`test ! -e ${target}`,
            sh`sh -c ${hole('FETCH_COMMAND', 'the command that fetches the segment', said.findCommand({ tool }))}`,
            sh`ls -l ${target}`,
          ),
          expect: said.bringExpect(),
          undo: said.bringUndo(),
        });
  return remedy({
    id: 'restore-for-rewind',
    title: said.title({ standby: label }),
    caution: said.caution({ standby: label }),
    steps: [
      check(on, {
        title: said.down({ standby: label }),
        command: sh`LC_ALL=C ${program(standby, cluster, 'controldata')} -D ${dataDirectory(standby)} | grep 'cluster state'`,
        expect: said.downExpect(),
      }),
      ...(tool === null ? [check(on, { title: said.there(), command: sh`ls -l ${directory}/${file}`, expect: said.thereExpect() })] : []),
      bring,
    ],
    closing: verify(on, {
      title: said.rehearse(),
      command: rehearse,
      expect: said.rehearseExpect(),
    }),
  });
}
