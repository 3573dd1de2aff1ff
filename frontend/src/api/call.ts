import { t } from '../text/id';

export type FaultKind = 'invalid' | 'not_found' | 'conflict' | 'forbidden' | 'offline' | 'internal';

/** An error that a clerk can act on: what Go's fault package says, or our own time-out. */
export class Fault extends Error {
  readonly kind: FaultKind;
  readonly code: string;
  readonly field: string;
  readonly also: Fault[];

  constructor(kind: FaultKind, code: string, message: string, field = '', also: Fault[] = []) {
    super(message);
    this.name = 'Fault';
    this.kind = kind;
    this.code = code;
    this.field = field;
    this.also = also;
  }

  /** This fault and the further ones of the same input. */
  all(): Fault[] {
    return [this, ...this.also.flatMap((fault) => fault.all())];
  }
}

interface FaultJSON {
  kind?: string;
  code?: string;
  field?: string;
  message?: string;
  also?: FaultJSON[] | null;
}

function fromJSON(value: FaultJSON): Fault {
  return new Fault(
    (value.kind as FaultKind | undefined) ?? 'internal',
    value.code ?? 'internal',
    value.message || t.fault.internal,
    (value.field ?? '').replace(/^form\./, ''),
    (value.also ?? []).map(fromJSON),
  );
}

/** Wails wraps what the Go error formatter returns in an Error: its message is the fault as JSON. */
export function toFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const text = error instanceof Error ? error.message : typeof error === 'string' ? error : '';
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object') return fromJSON(value as FaultJSON);
  } catch {
    // Not ours: falls through to the general words.
  }
  return new Fault('internal', 'internal', t.fault.internal);
}

const listeners = new Set<() => void>();

/** Tells when Go refuses because nobody is signed in any more. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const second = 1000;
export const limits = { quick: 40 * second, line: 180 * second, counting: 320 * second, long: 1200 * second, import: 7300 * second };

/**
 * Runs one bound method. A panic outside the guard would leave its promise
 * unsettled for ever; after the limit the clerk gets words instead.
 */
export async function call<T>(run: () => Promise<T>, limit: number = limits.quick): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Fault('internal', 'window.timeout', t.fault.timeout)), limit);
  });
  try {
    return await Promise.race([run(), late]);
  } catch (error) {
    const fault = toFault(error);
    if (fault.code === 'session.none') listeners.forEach((tell) => tell());
    throw fault;
  } finally {
    clearTimeout(timer);
  }
}
