import type { PictureName } from '../../text/guide';

// Made by `bash build/screens --guide`; all people on them are invented.
const files = import.meta.glob<string>('./pictures/*.webp', { eager: true, query: '?url', import: 'default' });

export const pictureOf = (name: PictureName): string | undefined => files[`./pictures/${name}.webp`];
