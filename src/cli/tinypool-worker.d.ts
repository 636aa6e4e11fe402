/** The file with which tinypool starts its workers; `scripts/bundle.mjs` finds it. */
declare module 'tinypool/worker';
