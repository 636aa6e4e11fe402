/** Programs' ways to print, for tests that read what was printed: psql in its forms, `ls -l`, repmgr. */
import stringWidth from 'string-width';

/** How psql was told to print. */
export interface PsqlForm {
  readonly format: 'aligned' | 'unaligned' | 'csv';
  readonly border: 0 | 1 | 2;
  readonly unicode: boolean;
  readonly expanded: boolean;
  readonly tuplesOnly: boolean;
  readonly null: string;
  readonly lang: 'en' | 'zh-CN';
}

type Cell = string | null;

const widthOf = (text: string): number => stringWidth(text);
const left = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));
const right = (text: string, width: number): string => ' '.repeat(Math.max(0, width - widthOf(text))) + text;
function centre(text: string, width: number): string {
  const free = Math.max(0, width - widthOf(text));
  return ' '.repeat(Math.floor(free / 2)) + text + ' '.repeat(Math.ceil(free / 2));
}

/** The options that make psql print so. */
export function psqlOptions(form: PsqlForm): string {
  const options = [
    form.format === 'unaligned' ? '-A' : form.format === 'csv' ? '--csv' : '',
    form.expanded ? '-x' : '',
    form.tuplesOnly ? '-t' : '',
    form.border === 1 ? '' : `-P border=${form.border}`,
    form.unicode ? '-P linestyle=unicode' : '',
    form.null === '' ? '' : `-P null='${form.null}'`,
  ];
  return options.filter((option) => option !== '').join(' ');
}

/** A result as psql prints it. */
export function printed(columns: readonly string[], rows: readonly (readonly Cell[])[], form: PsqlForm): string {
  const cells = rows.map((row) => row.map((cell) => cell ?? form.null));
  if (form.format === 'csv') return csv(columns, cells, form);
  if (form.format === 'unaligned') return unaligned(columns, cells, form);
  return form.expanded ? expanded(columns, cells, form) : aligned(columns, cells, form);
}

function footer(count: number, { lang }: PsqlForm): string {
  return lang === 'zh-CN' ? `(${count} 行记录)` : `(${count} ${count === 1 ? 'row' : 'rows'})`;
}

function csv(columns: readonly string[], rows: readonly string[][], form: PsqlForm): string {
  const field = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = form.tuplesOnly ? rows : [columns, ...rows];
  return lines.map((row) => row.map(field).join(',')).join('\n');
}

function unaligned(columns: readonly string[], rows: readonly string[][], form: PsqlForm): string {
  if (form.expanded) return rows.map((row) => row.map((cell, index) => `${columns[index]}|${cell}`).join('\n')).join('\n\n');
  const body = rows.map((row) => row.join('|'));
  return (form.tuplesOnly ? body : [columns.join('|'), ...body, footer(rows.length, form)]).join('\n');
}

const lines = (form: PsqlForm) =>
  form.unicode
    ? { bar: '│', dash: '─', top: '┌┬┐', middle: ['', '┼', ''], framed: '├┼┤', bottom: '└┴┘' }
    : { bar: '|', dash: '-', top: '+++', middle: ['', '+', ''], framed: '+++', bottom: '+++' };

function aligned(columns: readonly string[], rows: readonly string[][], form: PsqlForm): string {
  const { bar, dash, top, framed, bottom } = lines(form);
  const numeric = columns.map((_, index) => rows.length > 0 && rows.every((row) => /^\d*$/.test(row[index] ?? '')));
  const widths = columns.map((name, index) => Math.max(widthOf(name), ...rows.map((row) => widthOf(row[index] ?? ''))));
  const join = (parts: readonly string[]): string =>
    form.border === 0 ? parts.join(' ') : form.border === 1 ? ` ${parts.join(` ${bar} `)} ` : `${bar} ${parts.join(` ${bar} `)} ${bar}`;
  const rule = (joints: string): string => {
    if (form.border === 0) return widths.map((width) => dash.repeat(width)).join(' ');
    const middle = widths.map((width) => dash.repeat(width + 2)).join(joints.charAt(1));
    return form.border === 1 ? middle : joints.charAt(0) + middle + joints.charAt(2);
  };
  const row = (values: readonly string[]): string => {
    const parts = values.map((value, index) => {
      const width = widths[index] ?? 0;
      // what is to the left in the last column is not filled up, but for a frame
      if (numeric[index]) return right(value, width);
      return index === values.length - 1 && form.border < 2 ? value : left(value, width);
    });
    return form.border === 1 ? ` ${parts.join(` ${bar} `)}` : join(parts);
  };
  const out: string[] = [];
  if (form.border === 2) out.push(rule(top));
  if (!form.tuplesOnly)
    out.push(
      join(columns.map((name, index) => centre(name, widths[index] ?? 0))),
      rule(form.unicode ? (form.border === 2 ? framed : ' ┼ ') : framed),
    );
  out.push(...rows.map(row));
  if (form.border === 2) out.push(rule(bottom));
  if (!form.tuplesOnly) out.push(footer(rows.length, form));
  return out.join('\n');
}

function expanded(columns: readonly string[], rows: readonly string[][], form: PsqlForm): string {
  const { bar, dash } = lines(form);
  const width = Math.max(...columns.map(widthOf));
  const values = Math.max(...rows.flat().map(widthOf), 0);
  const word = form.lang === 'zh-CN' ? '记录' : 'RECORD';
  const corner = form.unicode ? '├┼┤┌┬┐' : '++++++';
  const out: string[] = [];
  rows.forEach((row, record) => {
    const label = `[ ${word} ${record + 1} ]`;
    if (form.tuplesOnly) {
      if (record > 0) out.push(`${dash.repeat(width + 1)}${form.unicode ? '┼' : '+'}${dash.repeat(values + 1)}`);
    } else if (form.border === 0) out.push(`* ${form.lang === 'zh-CN' ? '记录' : 'Record'} ${record + 1}`);
    else {
      const [start, joint, end] = form.border === 2 ? corner.slice(record === 0 ? 3 : 0) : ['', form.unicode ? '┬' : '+', ''];
      const head = `${dash}${label}`;
      const tail = Math.max(0, width + (form.border === 2 ? 2 : 1) - widthOf(head));
      out.push(`${start}${head}${dash.repeat(tail)}${tail > 0 ? joint : dash}${dash.repeat(values + 1)}${end}`);
    }
    row.forEach((value, index) => {
      const name = left(columns[index] ?? '', width);
      if (form.border === 0 && !form.tuplesOnly) out.push(`${name} ${value}`);
      else if (form.border === 2 && !form.tuplesOnly) out.push(`${bar} ${name} ${bar} ${left(value, values)} ${bar}`);
      else out.push(`${name} ${bar} ${value}`);
    });
  });
  if (form.border === 2 && !form.tuplesOnly && rows.length > 0) {
    const [start, joint, end] = form.unicode ? '└┴┘' : '+++';
    out.push(`${start}${dash.repeat(width + 2)}${joint}${dash.repeat(values + 2)}${end}`);
  }
  return out.join('\n');
}

/** A file as `ls -l` shows it. */
export interface ListedFile {
  readonly name: string;
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
  readonly size: number;
  readonly time: string;
}

/** `ls -l` of a directory, in either language. */
export function longListing(files: readonly ListedFile[], word: 'total' | '总用量' | '总计'): string {
  const owners = Math.max(0, ...files.map(({ owner }) => owner.length));
  const groups = Math.max(0, ...files.map(({ group }) => group.length));
  const sizes = Math.max(0, ...files.map(({ size }) => String(size).length));
  const rows = files.map(
    ({ name, mode, owner, group, size, time }) =>
      `${mode} 1 ${owner.padEnd(owners)} ${group.padEnd(groups)} ${String(size).padStart(sizes)} ${time} ${name}`,
  );
  return [`${word} ${files.reduce((sum, { size }) => sum + Math.ceil(size / 1024), 0)}`, ...rows].join('\n');
}

/** A table as repmgr prints it: headings to the left. */
export function repmgrTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((name, index) => Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const row = (cells: readonly string[]): string => ` ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')}`;
  return [row(columns), widths.map((width) => '-'.repeat(width + 2)).join('+'), ...rows.map(row)].join('\n');
}
