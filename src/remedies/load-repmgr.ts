/** Add repmgr to the libraries that the server loads at its start, and restart it; what is listed already stays. */

import { collectSettings } from '../collect/commands.ts';
import { takenBack } from '../commands/alter-system.ts';
import { literal, query, statements } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { pause, restart, seeCluster, unpause } from './replication-steps.ts';
import { startingRepmgrd } from './start-repmgrd.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Load the repmgr library on {node}', 'zh-CN': '在 {node} 上加载 repmgr 库' },
  caution: {
    en: 'The library is loaded at the start of the server only: the restart interrupts every client of this node for some seconds, on a primary the writes. Where that is too much, switch over first. repmgrd cannot run without the library and is started last.',
    'zh-CN':
      '库只在服务器启动时加载：重启会使该节点的所有客户端中断数秒，主机上则中断写入。若不可接受，请先切换。repmgrd 没有该库无法运行，最后启动。',
  },
  look: { en: 'What {node} loads now, and where it is set', 'zh-CN': '查看 {node} 现在加载的库及其来源' },
  lookExpect: {
    en: 'The list, its `sourcefile`, and whether a change waits for a restart. With `{library}` in the file already, only the restart is missing.',
    'zh-CN': '显示列表、`sourcefile` 以及是否有修改等待重启。若文件中已有 `{library}`，只差重启。',
  },
  there: { en: 'The library is there on {node}', 'zh-CN': '确认 {node} 上有该库文件' },
  thereExpect: {
    en: 'No error. `could not access file` means that the package is missing: with the library listed the server would not start.',
    'zh-CN': '无报错。若提示 `could not access file`，说明软件包缺失：此时写入列表会使服务器无法启动。',
  },
  set: { en: 'Add `{library}` to the list on {node}', 'zh-CN': '在 {node} 的列表中加入 `{library}`' },
  setExpect: { en: 'No error.', 'zh-CN': '无报错。' },
  setUndo: {
    en: '`{back}`, then restart.',
    'zh-CN': '执行 `{back}` 后重启。',
  },
  now: { en: 'The running server of {node} has loaded it', 'zh-CN': '确认 {node} 的运行中服务器已加载' },
  nowExpect: { en: 'A list that holds `{library}`.', 'zh-CN': '列表中包含 `{library}`。' },
}));

/** Each name as a literal of its own: one literal with commas in it would be one library of that odd name. */
const added = (library: string): readonly string[] => [
  "select 'ALTER SYSTEM SET shared_preload_libraries = ' || string_agg(quote_literal(name), ', ' order by place)",
  `from (select trim(name) as name, place from unnest(string_to_array(current_setting('shared_preload_libraries') || ',${library}', ','))`,
  "with ordinality as list(name, place)) as libraries where name <> '' \\gexec",
];

/** `configured`: the list in the files holds it already, only the restart is missing. */
export function loadRepmgr(cluster: Cluster, node: Node | null, configured: boolean): Remedy {
  const on = { cluster, node };
  const library = cluster.repmgrLibrary;
  const names = { node: node?.label ?? 'this node' };
  const look = said.look(names);
  const set: Step[] = configured
    ? []
    : [
        change(on, 'reload', {
          title: said.set({ ...names, library }),
          command: statements(cluster, node, {}, added(library)),
          expect: said.setExpect(),
          undo: said.setUndo({ back: takenBack(node, 'shared_preload_libraries') }),
        }),
      ];
  return remedy({
    id: 'load-repmgr',
    title: said.title(names),
    caution: said.caution(),
    steps: [
      seeCluster(cluster, node),
      check(on, {
        title: look,
        command: collectSettings(cluster, node, ['shared_preload_libraries'], look).command,
        expect: said.lookExpect({ library }),
      }),
      check(on, { title: said.there(names), command: query(cluster, node, `LOAD ${literal(library)}`), expect: said.thereExpect() }),
      ...set,
      pause(cluster, node),
      restart(cluster, node),
      startingRepmgrd(cluster, node),
      unpause(cluster, node),
    ],
    closing: verify(on, {
      title: said.now(names),
      command: query(cluster, node, 'show shared_preload_libraries'),
      expect: said.nowExpect({ library }),
    }),
  });
}
