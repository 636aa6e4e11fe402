import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analyse.ts';
import { FORMATS, render } from '../../src/report/render.ts';
import { sourcesOf } from '../support/bundle.ts';

const KEY = [
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ',
  'AAAAMwAAAAtzc2gtZWQyNTUxOQAAACD',
  '-----END OPENSSH PRIVATE KEY-----',
];

describe('secrets of a bundle', () => {
  it('are in no output, not even where nothing tells that they are one', async () => {
    const report = await analyse(
      sourcesOf({
        'n1/repmgr.conf':
          "node_id=1\nnode_name='alpha'\nconninfo='host=alpha user=repmgr dbname=repmgr password=Tr0ub4dor'\ndata_directory='/d'\n",
        'n1/notes.txt': `[postgres@alpha ~]$ cat ~/.pw\nTr0ub4dor\n[postgres@alpha ~]$ cat .ssh/id_ed25519\n${KEY.join('\n')}\n[postgres@alpha ~]$ repmgr cluster show\nERROR: connection to database failed\nDETAIL: \nfe_sendauth: Tr0ub4dor is no password\n`,
      }),
      { lang: 'en', version: 'test' },
    );
    for (const format of FORMATS) {
      const text = render(report, format);
      expect(text).not.toContain('Tr0ub4dor');
      for (const line of KEY.slice(1, 3)) expect(text).not.toContain(line);
    }
  });

  it('leave the names of the cluster alone, though a password is the same word', async () => {
    const report = await analyse(
      sourcesOf({
        'n1/repmgr.conf':
          "node_id=1\nnode_name='alpha'\nconninfo='host=alpha user=repmgr dbname=repmgr password=repmgr'\ndata_directory='/d'\n",
        'n1/show.txt': '[postgres@alpha ~]$ repmgr node check\nNode "alpha":\n\tServer role: OK (node is primary)\n',
      }),
      { lang: 'en', version: 'test' },
    );
    expect(render(report, 'json')).toContain('repmgr node check');
  });
});
