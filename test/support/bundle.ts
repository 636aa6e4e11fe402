import { grammars } from '../../grammars/index.ts';
import { folderOf } from '../../src/core/path.ts';
import { Cluster } from '../../src/model/cluster.ts';
import { BundleReader, type DecodedSource, type ReadBundle } from '../../src/transcript/read.ts';

/** A bundle written in a test: path to text. */
export type BundleText = Readonly<Record<string, string>>;

/** A template literal may begin with a newline: it is dropped. */
const linesOf = (content: string): string[] => content.replace(/^\n/, '').replace(/\r\n/g, '\n').replace(/\n$/, '').split('\n');

/** The sources as the input stage would give them. */
export function sourcesOf(bundle: BundleText): (DecodedSource & { readonly batches: readonly (readonly string[])[] })[] {
  return Object.entries(bundle).map(([path, content]) => ({
    path,
    label: folderOf(path),
    bytes: content.length,
    encoding: 'utf-8',
    problems: [],
    batches: [linesOf(content)],
  }));
}

export function readText(bundle: BundleText): ReadBundle {
  const reader = new BundleReader(grammars);
  for (const source of sourcesOf(bundle)) {
    const text = reader.open(source.path, source.label);
    for (const batch of source.batches) text.push(batch);
    text.end(source);
  }
  return reader.end();
}

export function clusterOf(bundle: BundleText): Cluster {
  return new Cluster(readText(bundle).facts);
}
