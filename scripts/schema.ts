// Writes the JSON Schemas of what the program prints from the types in src/core. Run by `npm run docs`.
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { comparisonSchema } from '../src/core/comparison.ts';
import { reportSchema } from '../src/core/report.ts';

for (const [name, schema] of [
  ['report', reportSchema],
  ['comparison', comparisonSchema],
] as const) {
  const titled = {
    $id: `https://repmgr-doctor/schema/${name}.schema.json`,
    title: `repmgr-doctor ${name}, schema version 1`,
    ...z.toJSONSchema(schema, { target: 'draft-2020-12' }),
  };
  writeFileSync(`schema/${name}.schema.json`, `${JSON.stringify(titled, null, 2)}\n`);
}
