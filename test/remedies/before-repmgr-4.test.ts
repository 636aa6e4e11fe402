import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { analyse } from '../../src/analyse.ts';
import { openInputs } from '../../src/input/open.ts';

const CASE = 'samples/cases/cl-down-two-columns-20';

it('where a listing shows repmgr 2 or 3, no command calls what repmgr 4 brought, or looks for what PostgreSQL 10 and 12 renamed', async () => {
  const bundle = readdirSync(CASE).find((name) => name.startsWith('bundle'));
  const report = await analyse(openInputs([`${CASE}/${bundle}`]), { lang: 'en', version: 'test' });
  const commands = report.findings
    .flatMap(({ remedies }) => remedies.flatMap(({ steps }) => steps.map(({ command }) => command)))
    .join('\n');
  expect(commands).toContain('"$BIN_DIR"/pg_ctl -D "$DATA_DIR" -w');
  expect(commands).not.toMatch(/node service|service status|standby\.signal|pg_wal\b|\/log\//);
  expect(commands).toMatch(/recovery\.conf[\s\S]*pgrep -a repmgrd/);
});

it('where a log shows repmgr 3 by its words, the library is the one of that time and nothing asks for the service', async () => {
  const report = await analyse(openInputs(['samples/cases/cl-not-loaded-funcs-31/bundle.md']), { lang: 'en', version: 'test' });
  const commands = report.findings
    .flatMap(({ remedies }) => remedies.flatMap(({ steps }) => steps.map(({ command }) => command)))
    .join('\n');
  expect(commands).toContain('repmgr_funcs');
  expect(commands).not.toMatch(/,repmgr'|node service|service (?:status|pause)/);
});
