import { texts } from '../../core/text.ts';
import { evidence } from '../../model/evidence.ts';
import { type Ask, open } from './answer.ts';

const said = texts(() => ({
  question: { en: 'Which base backup can be used?', 'zh-CN': '哪个基础备份可用？' },
  label: {
    en: 'The last one that left a trace is {label} ({time}): it begins with that segment. Nothing shows that a backup was taken after the gap, so recovery to a point in time ends before it, and only if that backup and its segments still exist. Take a new one after archiving works.',
    'zh-CN':
      '最后一个有迹可循的备份是 {label}（{time}），从该日志段开始。没有迹象表明空洞之后做过备份，因此按时间点恢复只能到空洞之前，且前提是该备份及其日志段仍然存在。归档恢复后请新做一次备份。',
  },
  none: {
    en: 'No trace of a base backup is in the bundle. Until a new one is taken and verified, count on none.',
    'zh-CN': '材料中没有任何基础备份的痕迹。在新做并校验一次备份之前，不要依赖任何备份。',
  },
  after: { en: 'A base backup was taken here after the gap; verify it.', 'zh-CN': '空洞之后在此做过一次基础备份，请校验。' },
  trace: { en: 'the label of a base backup', 'zh-CN': '基础备份的标签文件' },
}));

/** Asked where the archive has a gap: what recovery could begin with. */
export const lastBackup: Ask = (cluster, findings) => {
  const gap = open(findings).find((finding) => finding.cause === 'archive-gap');
  if (gap === undefined) return null;
  const base = { id: 'last-backup', question: said.question() };
  const taken = cluster.done.filter((done) => done.kind === 'base-backup').at(-1);
  if (taken !== undefined) return { ...base, answer: said.after(), evidence: [evidence(taken.fact, said.after())] };
  const listing = cluster.facts
    .of('directory')
    .filter((fact) => fact.backups.count > 0)
    .at(-1);
  if (listing === undefined) return { ...base, answer: said.none(), evidence: [] };
  return {
    ...base,
    answer: said.label({ label: listing.backups.last ?? '', time: listing.backups.newest ?? '?' }),
    evidence: [evidence(listing, said.trace())],
  };
};
