import { expect, it } from 'vitest';
import { analyse } from '../../src/analyse.ts';
import { openInputs } from '../../src/input/open.ts';

const stepsOf = async (name: string) => {
  const report = await analyse(openInputs([`samples/cases/${name}/bundle.md`]), { lang: 'en', version: 'test' });
  return report.findings.flatMap(({ remedies }) => remedies.flatMap(({ steps }) => steps));
};

it('registers as a primary whom repmgr refused as a second one, which it asks of no standby', async () => {
  expect((await stepsOf('cl-unregistered-restored-primary')).map(({ command }) => command)).toContain('repmgr primary register --force');
});

it('runs on a follow target that only the address tried tells', async () => {
  const [first] = await stepsOf('rp-auth-follow-target-by-host');
  expect(first).toMatchObject({ node: 'teal2', command: expect.stringContaining('-h teal2 -U repmgr -d repmgr') });
});
