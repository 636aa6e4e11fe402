import { columns, plain, type Relation, rows } from './relation.ts';

export const pgExtension = plain(
  'pg_extension',
  [
    columns('oid extname extowner extnamespace extrelocatable extversion extconfig extcondition'),
    columns('extname extowner extnamespace extrelocatable extversion extconfig extcondition'),
  ],
  columns('extname extversion'),
);

const HEADINGS: Readonly<Record<string, string>> = {
  name: 'extname',
  version: 'extversion',
  schema: 'extnamespace',
  名称: 'extname',
  版本: 'extversion',
  架构模式: 'extnamespace',
  描述: 'description',
};

/** `\dx` shows the same table under other headings; given as rows of pg_extension. */
export const installedExtensions: Relation = {
  name: '\\dx',
  positions: [columns('name version schema description')],
  freeColumn: 'description',
  recognises: (heading) => /^(?:name,version,schema,description|名称,版本,架构模式,描述)$/.test(heading.join()),
  open(result) {
    const inner = rows('pg_extension', result);
    return {
      row(record) {
        const values = Object.entries(record.values).map(([column, value]) => [HEADINGS[column] ?? column, value]);
        inner.row({ ...record, values: Object.fromEntries(values) });
      },
    };
  },
};
