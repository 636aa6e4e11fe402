import { text, texts } from '../core/text.ts';
import { evidence } from '../model/evidence.ts';
import { defineSymptom, firstPerNode } from './symptom.ts';

/** From here on a volume counts as a trouble; full it is at 100. */
const NEARLY = 97;

const said = texts(() => ({
  nearly: { en: 'a volume of {node} is nearly full: {text}', 'zh-CN': '{node} 的文件系统即将写满：{text}' },
  seen: { en: 'a volume of {node} is full: {text}', 'zh-CN': '{node} 的文件系统已满：{text}' },
}));

export const volumeFull = defineSymptom({
  id: 'volume-full',
  title: text({ en: 'A volume is full', 'zh-CN': '磁盘空间不足' }),
  detect(cluster) {
    const volumes = cluster.facts.of('volume').filter((fact) => (fact.usedPercent ?? 0) >= NEARLY);
    const messages = cluster.messages('os.no-space', 'disk.full', 'wal.write-failed', 'file.extend-failed', 'os.quota', 'disk.quota');
    return firstPerNode(
      [...volumes, ...messages].map((fact) => {
        const node = cluster.nodeOf(fact)?.name ?? null;
        const full = fact.kind === 'message' || (fact.usedPercent ?? 0) >= 100;
        const message = said[full ? 'seen' : 'nearly']({
          node: node ?? '?',
          text: fact.kind === 'message' ? fact.text : `${fact.mount} ${fact.usedPercent}%`,
        });
        return { node, summary: message, evidence: [evidence(fact, message)] };
      }),
    );
  },
});
