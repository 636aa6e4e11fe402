import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandContext } from '../../grammars/shell/command.ts';
import units from '../../grammars/units/index.ts';
import { grammarTester, readWith } from '../support/grammar-tester.ts';

grammarTester(units);

const bodies = (text: string, command: string | null = null) =>
  readWith(units, text, command === null ? null : commandContext(command, 'sh')).facts.map(({ at, ...body }) => body);

describe('units', () => {
  it('answer one word for each unit asked for, and none that was not', () => {
    expect(bodies('inactive\nactive\nactive', 'systemctl is-active repmgrd postgresql')).toMatchObject([
      { unit: 'repmgrd', active: 'inactive' },
      { unit: 'postgresql', active: 'active' },
    ]);
    expect(bodies('active')).toEqual([]);
  });

  it('tell Debian’s wrapper, which runs nothing, from a server that runs', () => {
    const status = (sub: string): unknown => bodies(`● postgresql.service - PostgreSQL\n   Active: active (${sub}) since Mon`)[0];
    expect(status('exited')).toMatchObject({ active: 'active', sub: 'exited' });
    expect(status('running')).toMatchObject({ active: 'active', sub: 'running' });
  });

  it('name the data directory of the one cluster, and of none where there are two', () => {
    const row = (name: string): string => `15  ${name}  5432 online postgres /var/lib/postgresql/15/${name} /var/log/x.log`;
    expect(bodies(row('main')).filter((body) => body.kind === 'setting')).toMatchObject([
      { name: 'port', value: '5432' },
      { name: 'data_directory', value: '/var/lib/postgresql/15/main' },
    ]);
    expect(bodies(`${row('a')}\n${row('b')}`).filter((body) => body.kind === 'setting')).toEqual([]);
  });

  it.each(['active', 'the unit is active', 'NAME of the node', 'repmgrd is running fine', 'Active: yes', 'node1 is stopped by hand'])(
    'are not: %s',
    (line) => {
      expect(units.opens(line, [])).toBe(0);
      expect(bodies(line)).toEqual([]);
    },
  );

  it('print and parse back as kubectl does', () => {
    const pod = fc.record({
      name: fc.constantFrom('pg-0', 'pg-1', 'db-pgpool-5d8f'),
      ready: fc.constantFrom('1/1', '0/1', '2/2'),
      status: fc.constantFrom('Running', 'Pending', 'CrashLoopBackOff'),
      restarts: fc.nat(300),
    });
    fc.assert(
      fc.property(fc.array(pod, { minLength: 1, maxLength: 5 }), (pods) => {
        const text = [
          'NAME            READY   STATUS             RESTARTS   AGE',
          ...pods.map((one) => `${one.name.padEnd(16)}${one.ready.padEnd(8)}${one.status.padEnd(19)}${String(one.restarts).padEnd(11)}41d`),
        ].join('\n');
        expect(bodies(text)).toMatchObject(
          pods.map((one) => ({ unit: one.name, sub: one.status, detail: `${one.ready} ready, ${one.restarts} restarts` })),
        );
      }),
    );
  });
});
