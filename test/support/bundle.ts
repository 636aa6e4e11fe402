import { grammars } from '../../grammars/index.ts';
import { Cluster } from '../../src/model/cluster.ts';
import { type DecodedSource, type ReadBundle, readBundle } from '../../src/transcript/read.ts';

/** A bundle written in a test: path to text. */
export type BundleText = Readonly<Record<string, string>>;

/** The sources as the input stage would give them. A template literal may begin with a newline: it is dropped. */
export function sourcesOf(bundle: BundleText): DecodedSource[] {
  return Object.entries(bundle).map(([path, content]) => {
    const text = content.replace(/^\n/, '').replace(/\r\n/g, '\n');
    const folders = path.split('/').slice(0, -1);
    return {
      path,
      label: folders.at(-1) ?? null,
      bytes: text.length,
      encoding: 'utf-8',
      problems: [],
      batches: [text.replace(/\n$/, '').split('\n')],
    };
  });
}

export function readText(bundle: BundleText): ReadBundle {
  return readBundle(sourcesOf(bundle), grammars);
}

export function clusterOf(bundle: BundleText): Cluster {
  return new Cluster(readText(bundle).facts);
}
