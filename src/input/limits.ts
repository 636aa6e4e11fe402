/** Limits of the input, each with its reason. Reaching one is an entry of the coverage table; everything else is still analysed. */
export interface Limits {
  readonly entries: number;
  readonly listed: number;
  readonly folderDepth: number;
  readonly archiveDepth: number;
  readonly unpackedBytes: number;
  readonly memberBytes: number;
  readonly ratio: number;
  readonly ratioFrom: number;
  readonly heldBytes: number;
  readonly windowBytes: number;
  readonly lineBytes: number;
  readonly seconds: number;
  readonly chunkBytes: number;
}

const KIB = 1024;
export const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

export const LIMITS: Limits = {
  /** Files of one call, in folders and in archives: a bundle of more is a whole disk, not a collection. */
  entries: 20_000,
  /** Names that are looked at to choose those files from, so that the choice does not depend on the order of the disk. */
  listed: 200_000,
  /** Nothing that people collect is deeper; folders that hold themselves (bind mounts) are. */
  folderDepth: 32,
  /** A ticket's zip holds a node's tar.gz, which holds a rotated log in gz: three. */
  archiveDepth: 4,
  /** Unpacked bytes of all archives of a call. What is counted are bytes that came out, never what a header promises. */
  unpackedBytes: 8 * GIB,
  /** Unpacked bytes of one member: four times the largest server log that this program is measured on. */
  memberBytes: 4 * GIB,
  /** Unpacked to packed, over the whole of an outermost archive: logs reach 100, equal lines 300, bombs begin at 1,000. */
  ratio: 500,
  /** Below this a ratio does no harm and is not judged: a listing of a million equal rows may compress as it likes. */
  ratioFrom: 64 * MIB,
  /** A zip inside another archive, or from standard input, must be held in memory: its directory stands at its end. */
  heldBytes: 256 * MIB,
  /** Window of a zstd frame, which is held in memory: what `zstd -d` itself allows unasked. */
  windowBytes: 128 * MIB,
  /** A line of a log is below 64 KiB; an Ansible result or a JSON list on one line may hold a whole output. */
  lineBytes: 2 * MIB,
  /** What has been read until then is diagnosed: a report after a quarter of an hour is worth more than none. */
  seconds: 15 * 60,
  /** Files are read in pieces of this size: large enough to decode at once, small against what the analysis holds. */
  chunkBytes: MIB,
};
