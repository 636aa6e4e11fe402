/** Whether a remedy was run in the lab, and what that means, in words (docs/verified-remedies.md). */
import type { CauseId } from '../core/ids.ts';
import { type Message, texts } from '../core/text.ts';
import type { Flavour } from '../flavours/flavour.ts';
import { VERIFIED } from './verified.ts';

const said = texts({
  verified: { en: 'Run in the lab on a real cluster.', 'zh-CN': '已在实验环境的真实集群上执行验证。' },
  dressed: {
    en: 'Run in the lab on a PostgreSQL cluster with the names and paths of KingbaseES: its commands hang together; KingbaseES itself was not there.',
    'zh-CN': '已在实验环境中以 KingbaseES 的程序名和路径在 PostgreSQL 集群上执行：命令前后一致；并非在 KingbaseES 本身上验证。',
  },
  not: { en: 'Not verified in the lab.', 'zh-CN': '尚未在实验环境验证。' },
  barman: { en: 'Not verified in the lab: it needs a Barman server.', 'zh-CN': '尚未在实验环境验证：需要 Barman 服务器。' },
  exclusive: {
    en: 'Not verified in the lab: exclusive backups are gone since PostgreSQL 15.',
    'zh-CN': '尚未在实验环境验证：PostgreSQL 15 起已无排他备份。',
  },
  recoveryConf: {
    en: 'Not verified in the lab: recovery.conf is gone since PostgreSQL 12.',
    'zh-CN': '尚未在实验环境验证：PostgreSQL 12 起已无 recovery.conf。',
  },
  kingbase: {
    en: 'Not verified in the lab: it needs an installation of KingbaseES.',
    'zh-CN': '尚未在实验环境验证：需要 KingbaseES 安装环境。',
  },
});

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

/** Of the remedy with this id, for this cause, on this product. */
export function verificationOf(flavour: Flavour, cause: CauseId, remedy: string): Verification {
  if (VERIFIED.has(`${flavour.name} ${cause} ${remedy}`)) return { verified: true, says: flavour.inLab ? said.verified() : said.dressed() };
  return { verified: false, says: (BEYOND_THE_LAB[remedy] ?? said.not)() };
}
