// The bound methods of desktop.Desk, each with its time limit.
import * as bound from '../../wailsjs/go/desktop/Desk';
import { ClipboardSetText } from '../../wailsjs/runtime/runtime';
import { call, limits } from './call';
import type {
  ActInput,
  AddAccountInput,
  CloseInput,
  ComplaintForm,
  DeadlineInput,
  ExportInput,
  ImportCalendarInput,
  ListInput,
  LookView,
  RecoverInput,
  RulesView,
  SendAgainInput,
  SetUpInput,
  SignInInput,
  WithdrawInput,
} from './types';

export const desk = {
  start: () => call(() => bound.Start()),
  setUp: (input: SetUpInput) => call(() => bound.SetUp(input), limits.line),
  signIn: (input: SignInInput) => call(() => bound.SignIn(input)),
  signOut: () => call(() => bound.SignOut()),
  lock: () => call(() => bound.Lock()),
  setLockMinutes: (minutes: number) => call(() => bound.SetLockMinutes({ minutes })),
  setLook: (look: LookView) => call(() => bound.SetLook(look)),
  recover: (input: RecoverInput) => call(() => bound.Recover(input)),
  enrol: (code: string) => call(() => bound.Enrol({ code }), limits.line),
  accounts: () => call(() => bound.Accounts()),
  addAccount: (input: AddAccountInput) => call(() => bound.AddAccount(input)),
  reference: () => call(() => bound.Reference()),
  previewDeadline: (input: DeadlineInput) => call(() => bound.PreviewDeadline(input)),
  saveDraft: (id: string, form: ComplaintForm) => call(() => bound.SaveDraft({ id, form })),
  drafts: () => call(() => bound.Drafts()),
  dropDraft: (id: string) => call(() => bound.DropDraft(id)),
  record: (id: string, form: ComplaintForm, confirmed: boolean) => call(() => bound.Record({ id, form, confirmed })),
  list: (input: ListInput) => call(() => bound.List(input)),
  detail: (id: string, reveal: boolean) => call(() => bound.Detail({ id, reveal })),
  act: (input: ActInput) => call(() => bound.Act(input)),
  work: () => call(() => bound.Work()),
  acknowledge: (ids: string[]) => call(() => bound.Acknowledge({ ids }), limits.counting),
  calendar: (year: number) => call(() => bound.Calendar({ year })),
  previewClosure: (input: CloseInput) => call(() => bound.PreviewClosure(input)),
  closeOffice: (input: CloseInput) => call(() => bound.CloseOffice(input), limits.counting),
  withdrawClosure: (input: WithdrawInput) => call(() => bound.WithdrawClosure(input), limits.counting),
  previewCalendar: (input: ImportCalendarInput) => call(() => bound.PreviewCalendar(input)),
  importCalendar: (input: ImportCalendarInput) => call(() => bound.ImportCalendar(input), limits.counting),
  rules: () => call(() => bound.Rules()),
  setRules: (input: RulesView) => call(() => bound.SetRules(input), limits.counting),
  sync: () => call(() => bound.Sync()),
  syncNow: () => call(() => bound.SyncNow(), limits.line),
  waiting: () => call(() => bound.Waiting()),
  sendAgain: (input: SendAgainInput) => call(() => bound.SendAgain(input)),
  verifyJournal: () => call(() => bound.VerifyJournal(), limits.long),
  // The system's dialog asks where to; the clerk may take as long as it needs.
  exportParcel: (files: boolean) => call(() => bound.ExportParcel({ path: '', files }), limits.long),
  importParcel: () => call(() => bound.ImportParcel({ path: '', files: false }), limits.long),
  exportRegister: (input: ExportInput) => call(() => bound.ExportRegister(input), limits.long),
  openFolder: (path: string) => call(() => bound.OpenFolder(path)),
};

/** The web view's own clipboard needs a secure origin, the one of the window does not. */
export const copyText = (text: string) => call(() => ClipboardSetText(text));
