/** ssh works, but the other side does not find repmgr: say where it lies. */
import { hole, lines, repmgr, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import { type Ends, sshTo } from './passwordless-ssh.ts';
import { seeParameter, setParameter } from './repmgr-conf.ts';
import { check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Say where repmgr lies on {host}', 'zh-CN': '指明 {host} 上 repmgr 的路径' },
  caution: {
    en: 'A shell that ssh starts for a single command reads no login profile: a PATH set in `.bash_profile` does not count there. The directory that {from} has configured is used on {host}, so both must have repmgr in the same place.',
    'zh-CN':
      'ssh 执行单条命令时不读取登录配置：`.bash_profile` 中设置的 PATH 不起作用。{from} 上配置的目录会用于 {host}，因此两端的 repmgr 须在同一目录。',
  },
  look: { en: 'Where repmgr is, and what a bare shell finds', 'zh-CN': '查看 repmgr 的位置以及非登录 shell 的 PATH' },
  lookExpect: {
    en: 'The path of repmgr on {host}. Nothing at all: its package is missing there; install the same version first.',
    'zh-CN': '显示 {host} 上 repmgr 的路径。若毫无输出，说明对端未安装：先安装相同版本。',
  },
  works: { en: '{host} answers with its version of repmgr', 'zh-CN': '确认 {host} 能返回 repmgr 版本' },
  worksExpect: {
    en: 'The version, then the rehearsal passes the check `able to execute`.',
    'zh-CN': '显示版本号，随后预演通过 `able to execute` 检查。',
  },
  findBin: {
    en: 'The directory of the path that the first step printed, without `/repmgr` at its end.',
    'zh-CN': '第一步所显示路径的目录（去掉末尾的 `/repmgr`）。',
  },
}));

export function repmgrOverThere(cluster: Cluster, ends: Ends): Remedy {
  const from = { cluster, node: ends.from };
  const host = ends.host ?? ends.to?.label ?? '?';
  const usual = cluster.flavour.usualBinDirs.map((dir) => `${dir}/repmgr`).join(' ');
  const binDir = hole('REPMGR_BIN_DIR', 'the directory of repmgr on the other host', said.findBin());
  return remedy({
    id: 'repmgr-over-there',
    title: said.title({ host }),
    caution: said.caution({ from: ends.from?.label ?? '?', host }),
    steps: [
      check(from, {
        title: said.look(),
        command: sh`${sshTo(ends)} ${`echo $PATH; command -v repmgr; ls -d ${usual} 2>/dev/null; true`}`,
        expect: said.lookExpect({ host }),
      }),
      seeParameter(cluster, ends.from, cluster.flavour.binDirParameter),
      setParameter(cluster, ends.from, cluster.flavour.binDirParameter, binDir),
    ],
    closing: verify(from, {
      title: said.works({ host }),
      command: lines(sh`${sshTo(ends)} ${binDir}/repmgr --version`, repmgr(cluster, ends.from, 'standby', 'switchover', '--dry-run')),
      expect: said.worksExpect(),
    }),
  });
}
