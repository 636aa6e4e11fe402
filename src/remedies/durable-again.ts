/** Turn settings of durability on again, and bring to disk what the server did not. */

import { collectSettings } from '../collect/commands.ts';
import { takenBack } from '../commands/alter-system.ts';
import { query, sh } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Turn {names} on again on {node}', 'zh-CN': '在 {node} 上重新打开 {names}' },
  caution: {
    en: 'No restart. Commits and checkpoints become slower, to what the disks really do. What was written while `fsync` was off and the machine has not crashed since is good once it is flushed; after a crash of the machine in that time, clone the node.',
    'zh-CN':
      '无需重启。提交与检查点会变慢，回到磁盘的真实速度。`fsync` 关闭期间写入的数据，只要此后机器没有异常掉电，落盘后即为完好；若期间机器曾异常掉电，应重新克隆该节点。',
  },
  look: { en: 'What is off on {node}, and where it is set', 'zh-CN': '查看 {node} 上哪些参数被关闭及其设置来源' },
  lookExpect: {
    en: '`source` `database` or `user` means that a role or a database has it: then it is changed with `ALTER ROLE … RESET` or `ALTER DATABASE … RESET` instead.',
    'zh-CN': '`source` 为 `database` 或 `user` 表示设置在角色或数据库上：应改用 `ALTER ROLE … RESET` 或 `ALTER DATABASE … RESET`。',
  },
  set: { en: 'Turn them on on {node} and reload', 'zh-CN': '在 {node} 上打开并重新加载' },
  setExpect: { en: 'No error, and `t`.', 'zh-CN': '无报错，返回 `t`。' },
  setUndo: { en: '`{back}` and reload.', 'zh-CN': '执行 `{back}` 并重新加载。' },
  flush: { en: 'Bring everything to disk on {node}', 'zh-CN': '在 {node} 上将全部数据落盘' },
  flushExpect: {
    en: 'No error; it may take minutes. Full page images begin with this checkpoint.',
    'zh-CN': '无报错；可能需要数分钟。整页写入自该检查点开始。',
  },
  flushUndo: { en: 'Nothing to undo.', 'zh-CN': '无需回退。' },
  now: { en: 'They are on, on {node}', 'zh-CN': '确认 {node} 上已打开' },
  nowExpect: {
    en: '`on` in every row. Another value of `synchronous_commit` than `off` is as safe as the customer wants it.',
    'zh-CN': '每行均为 `on`。`synchronous_commit` 只要不是 `off`，取值按客户要求即可。',
  },
}));

export function durableAgain(cluster: Cluster, node: Node, names: readonly string[]): Remedy {
  const on = { cluster, node };
  const { catalog } = cluster.flavour;
  const list = names.map((name) => `'${name}'`).join(', ');
  const flushes = names.some((name) => name !== 'synchronous_commit');
  const steps: Step[] = [
    check(on, {
      title: said.look({ node: node.label }),
      command: collectSettings(cluster, node, names, said.look({ node: node.label })).command,
      expect: said.lookExpect(),
    }),
    change(on, 'reload', {
      title: said.set({ node: node.label }),
      command: query(cluster, node, ...names.map((name) => `ALTER SYSTEM SET ${name} = on`), `SELECT ${catalog}reload_conf()`),
      expect: said.setExpect(),
      undo: said.setUndo({ back: takenBack(node, ...names) }),
    }),
  ];
  if (flushes)
    steps.push(
      change(on, 'reload', {
        title: said.flush({ node: node.label }),
        command: sh`${query(cluster, node, 'CHECKPOINT')} && sync`,
        expect: said.flushExpect(),
        undo: said.flushUndo(),
      }),
    );
  return remedy({
    id: 'durable-again',
    title: said.title({ names, node: node.label }),
    caution: said.caution(),
    steps,
    closing: verify(on, {
      title: said.now({ node: node.label }),
      command: query(cluster, node, `select name, setting, source from ${catalog}settings where name in (${list})`),
      expect: said.nowExpect(),
    }),
  });
}
