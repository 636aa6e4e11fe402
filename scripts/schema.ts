// Writes schema/report.schema.json from the types in src/core/report.ts. Run by `npm run docs`.
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { reportSchema } from '../src/core/report.ts';

const schema = z.toJSONSchema(reportSchema, { target: 'draft-2020-12' });
const titled = { $id: 'https://repmgr-doctor/schema/report.schema.json', title: 'repmgr-doctor report, schema version 1', ...schema };
writeFileSync('schema/report.schema.json', `${JSON.stringify(titled, null, 2)}\n`);
