/** Make nodes agree: look at every node, set the value that is right where it differs. Which one is right, a person decides. */
import { collectSettings } from '../collect/commands.ts';
import { hole, query, sh, statements } from '../commands/command.ts';
import type { Finding, Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts({
  title: { en: 'Compare the nodes and set the right value everywhere', 'zh-CN': '比较各节点并统一设置正确的值' },
  caution: {
    en: 'Which value is right is for you to decide. A reload is enough for settings with context `sighup`; for `postmaster` settings restart standbys first and the primary last, with repmgrd paused.',
    'zh-CN': '哪个值正确需由您决定。context 为 `sighup` 的参数重新加载即可；`postmaster` 参数需重启：先暂停 repmgrd，先备机后主机。',
  },
  look: { en: 'The values on {node} and where they come from', 'zh-CN': '查看 {node} 上的取值及来源' },
  lookExpect: { en: 'Compare with the other nodes.', 'zh-CN': '与其他节点比较。' },
  set: { en: 'Set it on {node} where it differs, and reload', 'zh-CN': '在取值不同的 {node} 上设置并重新加载' },
  setExpect: { en: 'No error, and `t`.', 'zh-CN': '无报错，返回 `t`。' },
  setUndo: { en: '`ALTER SYSTEM RESET` of the same setting, and reload.', 'zh-CN': '对同一参数执行 `ALTER SYSTEM RESET` 并重新加载。' },
  again: { en: 'See that {node} agrees now', 'zh-CN': '确认 {node} 已一致' },
  againExpect: {
    en: 'The value that you set; `pending_restart` is f, otherwise a restart is due.',
    'zh-CN': '为所设置的值；`pending_restart` 为 f，否则需要重启。',
  },
  findValue: {
    en: 'The value of `{name}` on the node that has it right, from the first steps.',
    'zh-CN': '取值正确的节点上 `{name}` 的值，见前面的步骤。',
  },
});

export function alignSettings(cluster: Cluster, finding: Finding): Remedy {
  const names = [...new Set(finding.evidence.map((item) => String(item.shows.params['name'] ?? '')))].filter((name) => name !== '');
  const name = names[0] ?? 'archive_command';
  const nodes = cluster.members.filter((node) => !node.isWitness);
  const target = nodes.find((node) => node.isPrimary) ?? nodes[0] ?? null;
  const value = hole('VALUE', `the right value of ${name}`, said.findValue({ name }));
  const on = { cluster, node: target };
  return remedy({
    id: 'align-settings',
    title: said.title(),
    caution: said.caution(),
    steps: [
      ...nodes.map((node) =>
        check(
          { cluster, node },
          {
            title: said.look({ node: node.label }),
            command: collectSettings(cluster, node, names, said.look({ node: node.label })).command,
            expect: said.lookExpect(),
          },
        ),
      ),
      change(on, 'reload', {
        title: said.set({ node: target?.label ?? '?' }),
        command: statements(cluster, target, { value: sh`${value}` }, [
          `ALTER SYSTEM SET ${name} = :'value';`,
          `SELECT ${cluster.flavour.catalog}reload_conf();`,
        ]),
        expect: said.setExpect(),
        undo: said.setUndo(),
      }),
    ],
    closing: verify(on, {
      title: said.again({ node: target?.label ?? '?' }),
      command: query(
        cluster,
        target,
        `select name, setting, pending_restart from ${cluster.flavour.catalog}settings where name = '${name}'`,
      ),
      expect: said.againExpect(),
    }),
  });
}
