import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { overlays } from './overlays';

interface Props {
  covered: boolean;
  children: ReactNode;
}

function newPlace(): HTMLElement {
  const place = document.createElement('div');
  place.style.display = 'contents';
  return place;
}

/**
 * While covered its children are not in the page at all: nothing of them can be
 * seen, found or read aloud, yet they go on as they were, with every typed letter,
 * the place that they were scrolled to, and the focus.
 */
export function Covered({ covered, children }: Props) {
  const [place] = useState(newPlace);
  const [standing, setStanding] = useState(false); // children come when the place is in the page, or no field could take the focus
  const anchor = useRef<HTMLDivElement>(null);
  const left = useRef<() => void>(undefined);

  useLayoutEffect(() => {
    if (covered) return;
    anchor.current!.append(place);
    document.body.append(overlays);
    left.current?.();
    setStanding(true);
    return () => {
      left.current = noted([place, overlays]);
      place.remove();
      overlays.remove();
    };
  }, [covered, place]);

  // Keys typed over the lock belong to the lock; those behind it listen on the window.
  useLayoutEffect(() => {
    if (!covered) return;
    const keep = (event: Event) => event.stopPropagation();
    document.addEventListener('keydown', keep);
    return () => document.removeEventListener('keydown', keep);
  }, [covered]);

  return <div ref={anchor} style={{ display: 'contents' }}>{standing && createPortal(children, place)}</div>;
}

/** Notes where everything is scrolled to and who has the focus; call the result to have it back. */
function noted(places: HTMLElement[]): () => void {
  const focus = document.activeElement;
  const scrolled = places
    .flatMap((place) => Array.from(place.querySelectorAll('*')))
    .filter((element) => element.scrollTop > 0 || element.scrollLeft > 0)
    .map((element) => ({ element, top: element.scrollTop, left: element.scrollLeft }));
  return () => {
    for (const { element, top, left } of scrolled) element.scrollTo({ top, left });
    if (focus instanceof HTMLElement && places.some((place) => place.contains(focus))) focus.focus({ preventScroll: true });
  };
}
