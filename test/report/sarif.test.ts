import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analyse.ts';
import { openInputs } from '../../src/input/open.ts';
import { sarif, sarifLog } from '../../src/report/sarif.ts';
import { sourcesOf } from '../support/bundle.ts';

const schema = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('schemastore/schemas/json/sarif-2.1.0.json'), 'utf8'));
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

const CASES = readdirSync('samples/cases').filter((name, index) => index % 8 === 0 || name === 'story');

async function logOf(dir: string) {
  const inputs = readdirSync(dir)
    .filter((file) => file.startsWith('bundle'))
    .map((file) => join(dir, file));
  return sarifLog(await analyse(openInputs(inputs), { lang: 'en', version: 'test' }));
}

describe('SARIF', () => {
  it.each(CASES)('of %s is valid', async (name) => {
    const log = await logOf(join('samples/cases', name));
    expect(validate(JSON.parse(JSON.stringify(log))), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    for (const run of log.runs)
      for (const result of run.results ?? []) expect(run.tool.driver.rules?.[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
  });

  it('puts open findings as failures at their first evidence', async () => {
    const log = await logOf('samples/cases/story');
    const missing = log.runs[0]?.results?.find((result) => result.ruleId === 'archive-command-missing');
    expect(missing).toMatchObject({ kind: 'fail', level: 'error' });
    expect(missing?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('bundle.md');
  });

  it('takes no scheme or host from the name of a file', async () => {
    const text = 'Node "a":\n\tServer role: OK (node is primary)\n\tWAL archiving: OK (0 pending archive ready files)\n';
    const report = await analyse(sourcesOf({ '//evil.example/a b%?#.txt': text, 'javascript:alert(1)/x': text }), {
      lang: 'en',
      version: 't',
    });
    const log = JSON.parse(sarif(report));
    const uris = log.runs[0].artifacts.map((artifact: { location: { uri: string } }) => artifact.location.uri);
    expect(uris).toEqual(['evil.example/a%20b%25%3F%23.txt', 'javascript%3Aalert(1)/x']);
  });
});
