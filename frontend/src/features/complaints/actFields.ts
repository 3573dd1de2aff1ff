import { uuid7 } from '../../api/uuid';
import type { ActInput, DetailView } from '../../api/types';
import { t } from '../../text/id';
import { emptyForm } from './emptyForm';

export type ActField =
  | 'text' | 'on' | 'kind' | 'category' | 'questions' | 'confidential' | 'office' | 'target' | 'letter' | 'channel'
  | 'satisfied' | 'satisfaction' | 'why' | 'to';

interface ActShape {
  fields: ActField[];
  text?: string; // label of the text
  needs?: ActField[]; // marked with a star; Go decides
}

const deciding: ActField[] = ['kind', 'category', 'questions', 'confidential'];

/** The fields of each act, in the order of its form. */
export const actShapes: Record<string, ActShape> = {
  request_completion: { fields: ['text', 'on'], text: t.act.whatIsMissing, needs: ['text'] },
  complete: { fields: ['text', 'on'], text: t.act.whatCame },
  verify: { fields: [...deciding, 'text'], text: t.act.remark, needs: ['category'] },
  classify: { fields: [...deciding, 'text'], text: t.act.reason, needs: ['category', 'text'] },
  forward: { fields: ['office', 'text', 'on'], text: t.act.instruction, needs: ['office'] },
  not_authorized: { fields: ['target', 'letter', 'text'], text: t.act.reason, needs: ['target', 'text'] },
  follow_up: { fields: ['text', 'on'], text: t.act.whatWasDone, needs: ['text'] },
  interim_reply: { fields: ['text', 'on'], text: t.act.interim, needs: ['text'] },
  answer: { fields: ['text', 'channel', 'on'], text: t.act.answer, needs: ['text'] },
  respond: { fields: ['satisfied', 'text', 'on'], text: t.act.words, needs: ['satisfied'] },
  close: { fields: ['text', 'on', 'satisfaction'], text: t.act.result, needs: ['text'] },
  reopen: { fields: ['text'], text: t.act.reason, needs: ['text'] },
  archive: { fields: ['why', 'text'], text: t.act.reason, needs: ['why', 'text'] },
  note: { fields: ['text'], text: t.act.note, needs: ['text'] },
  hand_over: { fields: ['to', 'text'], text: t.handover.message, needs: ['to', 'text'] },
  track: { fields: ['target'], needs: ['target'] },
  escalate: { fields: ['text'], text: t.act.reason, needs: ['text'] },
};

/** An act that a later version knows still gets a text field. */
export const shapeOf = (act: string): ActShape => actShapes[act] ?? { fields: ['text'], text: t.act.remark };

/** An act on a complaint of which no more is known than where it is; it takes nothing from its form. */
export function bareAct(id: string, act: string): ActInput {
  const form = emptyForm(undefined);
  return {
    id, entryId: uuid7(), act, text: '', on: '', kind: '', category: '', normative: false, supervisory: false, fieldInspection: false, extraClass: '', confidential: false,
    office: '', target: '', letter: '', channel: '', satisfied: '', satisfaction: '', why: '', clash: '', take: '', to: '', form,
  };
}

export function newAct(detail: DetailView, act: string): ActInput {
  const { form } = detail;
  return {
    ...bareAct(detail.id, act),
    kind: form.kind, category: form.category, normative: form.normative, supervisory: form.supervisory,
    fieldInspection: form.fieldInspection, extraClass: form.extraClass, confidential: form.confidential,
    target: act === 'track' ? detail.tracking : '', channel: act === 'answer' ? form.channel : '', form,
  };
}
