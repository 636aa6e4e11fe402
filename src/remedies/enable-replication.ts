/** A server whose settings rule out replication: `wal_level`, senders and hot_standby set, in its last file if it does not start. */

import { collectSettings, dataDirectory } from '../collect/commands.ts';
import { takenBack } from '../commands/alter-system.ts';
import { lines, query, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { usesRepmgrSlots } from '../model/slots.ts';
import { labelOf, pause, restart, seeCluster, unpause } from './replication-steps.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Set what replication needs on {node} and restart', 'zh-CN': '在 {node} 上设置复制所需参数并重启' },
  caution: {
    en: 'The restart is an outage of seconds. A standby that met WAL written with `wal_level` minimal cannot go on and must be cloned afterwards; a backup taken before cannot be rolled forward across that time.',
    'zh-CN': '重启会中断数秒。遇到 `wal_level` 为 minimal 时所写 WAL 的备机无法继续，之后必须重新克隆；此前的备份也无法跨越这段时间前滚。',
  },
  look: { en: 'What is set, and where', 'zh-CN': '查看当前设置及来源' },
  lookExpect: {
    en: '`wal_level` replica (or logical), `max_wal_senders` above 0, `hot_standby` on are what is needed. With `source` `command line` it has to be changed there.',
    'zh-CN':
      '需要 `wal_level` 为 replica（或 logical）、`max_wal_senders` 大于 0、`hot_standby` 为 on。若 `source` 为 `command line`，须在启动命令中修改。',
  },
  set: { en: 'Set them', 'zh-CN': '设置参数' },
  setExpect: { en: 'No error; in force after the restart.', 'zh-CN': '无报错；重启后生效。' },
  setUndo: { en: '`{back}` and restart.', 'zh-CN': '执行 `{back}` 并重启。' },
  files: { en: 'Where `wal_level` is written', 'zh-CN': '查看 `wal_level` 写在哪里' },
  filesExpect: {
    en: 'The lines of every file; the last one of the last file counts, `{auto}` comes last.',
    'zh-CN': '列出各文件中的行；最后一个文件的最后一行生效，`{auto}` 最后读取。',
  },
  append: { en: 'Put it right in the file that is read last, a copy is kept', 'zh-CN': '在最后读取的文件中更正，并保留副本' },
  appendExpect: { en: 'The last lines of the file.', 'zh-CN': '显示文件末尾。' },
  appendUndo: { en: 'Copy `{auto}.before-repmgr-doctor` back.', 'zh-CN': '将 `{auto}.before-repmgr-doctor` 复制回来。' },
  good: { en: 'Replication is possible', 'zh-CN': '确认可以复制' },
  goodExpect: { en: '`replica` or `logical`, and a number above 0.', 'zh-CN': '返回 `replica` 或 `logical`，以及大于 0 的数。' },
}));

const WANTED = [
  ['wal_level', 'replica'],
  ['max_wal_senders', '10'],
  ['hot_standby', 'on'],
] as const;

/** What a server needs to feed standbys; slots where none are allowed and repmgr is to use them. */
function wantedOn(cluster: Cluster, node: Node | null): readonly (readonly [name: string, value: string])[] {
  const slots = node?.setting('max_replication_slots');
  return usesRepmgrSlots(cluster) && slots?.known === true && slots.value === '0' ? [...WANTED, ['max_replication_slots', '10']] : WANTED;
}

/** `down`: the server does not start, so that no statement can be run on it. */
export function enableReplication(cluster: Cluster, node: Node | null, down: boolean): Remedy {
  const on = { cluster, node };
  const wanted = wantedOn(cluster, node);
  const label = { node: labelOf(node) };
  const { auto } = cluster.flavour.files;
  const closing = verify(on, {
    title: said.good(),
    command: query(cluster, node, 'show wal_level', 'show max_wal_senders'),
    expect: said.goodExpect(),
  });
  const file = sh`${dataDirectory(node)}/${auto}`;
  const copy = `${auto}.before-repmgr-doctor`;
  const steps = down
    ? [
        check(on, {
          title: said.files(),
          command: sh`grep -nE ${'^[^#]*(wal_level|max_wal_senders|archive_mode)'} ${dataDirectory(node)}/*.conf`,
          expect: said.filesExpect({ auto }),
        }),
        change(on, 'reload', {
          title: said.append(),
          command: lines(
            sh`cp -p ${file} ${dataDirectory(node)}/${copy}`,
            sh`printf '%s\\n' ${"wal_level = 'replica'"} >> ${file}`,
            sh`tail -n 3 ${file}`,
          ),
          expect: said.appendExpect(),
          undo: said.appendUndo({ auto }),
        }),
        restart(cluster, node, 'start'),
      ]
    : [
        seeCluster(cluster, node),
        check(on, {
          title: said.look(),
          command: collectSettings(
            cluster,
            node,
            wanted.map(([name]) => name),
            said.look(),
          ).command,
          expect: said.lookExpect(),
        }),
        pause(cluster, node),
        change(on, 'reload', {
          title: said.set(),
          command: query(cluster, node, ...wanted.map(([name, value]) => `ALTER SYSTEM SET ${name} = '${value}'`)),
          expect: said.setExpect(),
          undo: said.setUndo({ back: takenBack(node, ...wanted.map(([name]) => name)) }),
        }),
        restart(cluster, node),
        unpause(cluster, node),
      ];
  return remedy({ id: 'enable-replication', title: said.title(label), caution: said.caution(), steps, closing });
}
