import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { causes } from '../../src/causes/index.ts';
import { CAUSE_IDS, CAUSES, SYMPTOM_IDS } from '../../src/core/ids.ts';
import { symptoms } from '../../src/symptoms/index.ts';

describe('the catalogue of causes', () => {
  const ids = causes.map((cause) => cause.id);

  it('lists each cause once, under an id of the catalogue and its group', () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const cause of causes) {
      expect(CAUSE_IDS).toContain(cause.id);
      expect(CAUSES[cause.group] as readonly string[]).toContain(cause.id);
    }
  });

  it.each(causes.map((cause) => [cause.id, cause] as const))('%s has its file, its test and its page', (id, cause) => {
    expect(existsSync(`src/causes/${cause.group}/${id}.ts`)).toBe(true);
    expect(existsSync(`test/causes/${cause.group}/${id}.test.ts`)).toBe(true);
    expect(existsSync(`docs/causes/${id}.md`)).toBe(true);
  });

  it('leaves no file of a cause out of the index', () => {
    const written = Object.keys(CAUSES).flatMap((group) =>
      existsSync(`src/causes/${group}`) ? readdirSync(`src/causes/${group}`).map((name) => name.replace(/\.ts$/, '')) : [],
    );
    expect(written.filter((id) => (CAUSE_IDS as readonly string[]).includes(id) && !(ids as readonly string[]).includes(id))).toEqual([]);
  });

  it('has relations without cycles', () => {
    for (const relation of ['yieldsTo', 'leadsTo'] as const) {
      const graph = new Map(
        causes.map((cause) => [
          cause.id as string,
          (cause[relation] ?? []).map((one) => (typeof one === 'string' ? one : one.cause) as string),
        ]),
      );
      const reaches = (from: string, goal: string, seen: Set<string>): boolean =>
        (graph.get(from) ?? []).some((next) => next === goal || (!seen.has(next) && reaches(next, goal, seen.add(next))));
      for (const id of graph.keys()) expect(reaches(id, id, new Set()), `${relation} from ${id}`).toBe(false);
    }
  });
});

describe('the symptoms', () => {
  it('are all there, each in its file', () => {
    expect(symptoms.map((symptom) => symptom.id).sort()).toEqual([...SYMPTOM_IDS].sort());
    for (const symptom of symptoms) expect(readFileSync(`src/symptoms/${symptom.id}.ts`, 'utf8')).toContain(`id: '${symptom.id}'`);
  });
});
