/** Whether a remedy was run in the lab, and what that means, in words (docs/verified-remedies.md). */
import type { CauseId } from '../core/ids.ts';
import { type Message, texts } from '../core/text.ts';
import type { Flavour } from '../flavours/flavour.ts';
import { VERIFIED } from './verified.ts';

const said = texts(() => ({
  verified: {
    en: 'Run as printed on a real test cluster, which was well afterwards.',
    'zh-CN': '已按原样在真实测试集群上执行，执行后集群正常。',
  },
  dressed: {
    en: 'Run as printed on a PostgreSQL test cluster with the names and paths of KingbaseES: its commands hang together; KingbaseES itself was not there.',
    'zh-CN': '已按原样以 KingbaseES 的程序名和路径在 PostgreSQL 测试集群上执行：命令前后一致；并非在 KingbaseES 本身上验证。',
  },
  not: { en: 'Not verified: these steps have not been run on a test cluster.', 'zh-CN': '未经验证：以上步骤尚未在测试集群上执行过。' },
  barman: { en: 'Not verified on a test cluster: it needs a Barman server.', 'zh-CN': '未在测试集群上验证：需要 Barman 服务器。' },
  exclusive: {
    en: 'Not verified on a test cluster: exclusive backups are gone since PostgreSQL 15.',
    'zh-CN': '未在测试集群上验证：PostgreSQL 15 起已无排他备份。',
  },
  recoveryConf: {
    en: 'Not verified on a test cluster: recovery.conf is gone since PostgreSQL 12.',
    'zh-CN': '未在测试集群上验证：PostgreSQL 12 起已无 recovery.conf。',
  },
  repmgr3: {
    en: 'Not verified on a test cluster: worded for repmgr before 4.0, which the test clusters do not run.',
    'zh-CN': '未在测试集群上验证：命令按 repmgr 4.0 之前的版本给出，测试集群没有该版本。',
  },
  kingbase: {
    en: 'Not verified on a test cluster: it needs an installation of KingbaseES.',
    'zh-CN': '未在测试集群上验证：需要 KingbaseES 安装环境。',
  },
}));

/** Remedies that need what the lab does not have. */
const BEYOND_THE_LAB: Readonly<Record<string, () => Message>> = {
  'repair-backup-source': said.barman,
  'clone-without-barman': said.barman,
  'end-exclusive-backup': said.exclusive,
  'retire-recovery-conf': said.recoveryConf,
  'secure-command': said.kingbase,
};

export interface Verification {
  readonly verified: boolean;
  readonly says: Message;
}

/** Of the remedy with this id, for this cause, on this product; commands of repmgr 3 and before were worded for it, and ran nowhere. */
export function verificationOf(flavour: Flavour, cause: CauseId, remedy: string, isForRepmgr3 = false): Verification {
  if (isForRepmgr3) return { verified: false, says: said.repmgr3() };
  if (VERIFIED.has(`${flavour.name} ${cause} ${remedy}`)) return { verified: true, says: flavour.inLab ? said.verified() : said.dressed() };
  return { verified: false, says: (BEYOND_THE_LAB[remedy] ?? said.not)() };
}
