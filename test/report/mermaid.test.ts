import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analyse.ts';
import { render } from '../../src/report/render.ts';
import { sourcesOf } from '../support/bundle.ts';

const HOSTILE = `[postgres@a ~]$ repmgr -f /etc/repmgr.conf cluster show
 ID | Name | Role | Status | Upstream | Location | Priority | Timeline | Connection string
----+------+------+--------+----------+----------+----------+----------+------------------
 1 | a"];click x "javascript:alert(1)" | primary | * running |  | default | 100 | 1 | host=h1 user=repmgr dbname=repmgr
 2 | b<script> | standby |   running | a"];click x "javascript:alert(1)" | default | 100 | 1 | host=h2 user=repmgr dbname=repmgr
`;

const diagrams = async (text: string): Promise<string[]> => {
  const report = await analyse(sourcesOf({ 'show.txt': text }), { lang: 'en', version: 'test' });
  return [...render(report, 'md', { mermaid: true }).matchAll(/```mermaid\n([\s\S]*?)\n```/g)].map((match) => match[1] ?? '');
};

describe('Mermaid', () => {
  it('draws who follows whom', async () => {
    const [topology = ''] = await diagrams(HOSTILE.replaceAll(/"\];click x "javascript:alert\(1\)"/g, '').replace('b<script>', 'b'));
    expect(topology).toMatch(/^flowchart LR\n {2}n0\["a · primary · h1"\]\n {2}n1\["b · standby · h2"\]\n {2}n0 --> n1/);
  });

  it('holds whatever a bundle says inside its labels', async () => {
    const [topology = ''] = await diagrams(HOSTILE);
    for (const line of topology.split('\n').slice(1))
      expect(line).toMatch(/^ {2}(?:n\d+\["[^"<>;]*(?:#\d+;[^"<>;]*)*"\]|n\d+ (?:-->|-\.-x) n\d+|class(?:Def)? [\w#:,. -]+)$/);
  });

  it('is not there unless it is asked for', async () => {
    const report = await analyse(sourcesOf({ 'show.txt': HOSTILE }), { lang: 'en', version: 'test' });
    expect(render(report, 'md')).not.toContain('mermaid');
  });
});
