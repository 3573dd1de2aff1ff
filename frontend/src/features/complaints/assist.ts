import { createContext, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import { desk } from '../../api/desk';
import type { AssistView, ComplaintForm } from '../../api/types';

const pauseMs = 250;

const nothing: AssistView = { nikText: '', nikDoubt: '', filled: [], known: [], alike: [] };

/**
 * What the desk knows about the form, asked for when the keys rest. It stands
 * outside the form: an answer draws anew only what shows it.
 */
export class Assist {
  private view = nothing;
  private listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private latest = 0;
  private asked = '';

  constructor(private readonly id: string) {}

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly get = () => this.view;

  /** Takes note of a change; soon asks without waiting for the keys to rest. */
  typed(form: ComplaintForm, soon = false): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(form), soon ? 0 : pauseMs);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.latest++;
  }

  private async ask(form: ComplaintForm): Promise<void> {
    const text = JSON.stringify(form);
    if (text === this.asked) return;
    this.asked = text;
    const mine = ++this.latest;
    try {
      const view = await desk.assist(this.id, form);
      // An older answer never replaces a newer one.
      if (mine === this.latest) this.set(view);
    } catch {
      this.asked = ''; // it is a help only; the next key asks again
    }
  }

  private set(view: AssistView): void {
    if (JSON.stringify(view) === JSON.stringify(this.view)) return;
    this.view = view;
    this.listeners.forEach((listener) => listener());
  }
}

export const AssistContext = createContext<Assist | null>(null);

export function useNewAssist(id: string, initial: ComplaintForm): Assist {
  const assist = useMemo(() => new Assist(id), [id]);
  useEffect(() => {
    assist.typed(initial, true);
    return () => assist.stop();
    // Only what the form begins with.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [assist]);
  return assist;
}

const silent = { subscribe: () => () => {}, get: () => nothing };

/** A part of what is known; draws anew only when this part changes. */
export function useAssist<T extends string | number>(part: (view: AssistView) => T): T {
  const assist = useContext(AssistContext) ?? silent;
  return useSyncExternalStore(assist.subscribe, () => part(assist.get()));
}

export function useAssistView(): AssistView {
  const assist = useContext(AssistContext) ?? silent;
  return useSyncExternalStore(assist.subscribe, assist.get);
}

/** What will be saved in a field that is left empty; "" when nothing. */
export const useFilled = (field: string) => useAssist((view) => view.filled.find((one) => one.field === field)?.text ?? '');
