// The views of app/desktop under short names. Only this folder knows the
// generated bindings.
import type { desktop } from '../../wailsjs/go/models';

export type Option = desktop.Option;
export type StartView = desktop.StartView;
export type LookView = desktop.LookView;
export type SessionView = desktop.SessionView;
export type SetUpInput = desktop.SetUpInput;
export type SetUpView = desktop.SetUpView;
export type SignInInput = desktop.SignInInput;
export type RecoverInput = desktop.RecoverInput;
export type AccountView = desktop.AccountView;
export type AddAccountInput = desktop.AddAccountInput;
export type ReferenceView = desktop.ReferenceView;
export type ComplaintForm = desktop.ComplaintForm;
export type ReporterForm = desktop.ReporterForm;
export type DeadlineInput = desktop.DeadlineInput;
export type DeadlineView = desktop.DeadlineView;
export type DayView = desktop.DayView;
export type DraftView = desktop.DraftView;
export type RecordedView = desktop.RecordedView;
export type ListInput = desktop.ListInput;
export type ListView = desktop.ListView;
export type RowView = desktop.RowView;
export type CountsView = desktop.CountsView;
export type MeaningView = desktop.MeaningView;
export type SavedViewsView = desktop.SavedViewsView;
export type DetailView = desktop.DetailView;
export type LinkForm = desktop.LinkForm;
export type LinkView = desktop.LinkView;
export type LinkInput = desktop.LinkInput;
export type AssistView = desktop.AssistView;
export type KnownView = desktop.KnownView;
export type FileView = desktop.FileView;
export type FilesView = desktop.FilesView;
export type FileInput = desktop.FileInput;
export type AttachInput = desktop.AttachInput;
export type ScansView = desktop.ScansView;
export type ScanView = desktop.ScanView;
export type ScannerInput = desktop.ScannerInput;
export type TemplateView = desktop.TemplateView;
export type TemplatesView = desktop.TemplatesView;
export type RecentView = desktop.RecentView;
export type AlikeView = desktop.AlikeView;
export type FieldView = desktop.FieldView;
export type TimelineView = desktop.TimelineView;
export type ClashView = desktop.ClashView;
export type SideView = desktop.SideView;
export type HandoverView = desktop.HandoverView;
export type MessageView = desktop.MessageView;
export type MessageInput = desktop.MessageInput;
export type ActView = desktop.ActView;
export type ActDraft = desktop.ActDraft;
export type ActInput = desktop.ActInput;
export type SyncView = desktop.SyncView;
export type WaitingView = desktop.WaitingView;
export type WaitingRowView = desktop.WaitingRowView;
export type SetAsideRowView = desktop.SetAsideRowView;
export type SendAgainInput = desktop.SendAgainInput;
export type TransferView = desktop.TransferView;
export type ClockView = desktop.ClockView;
export type MoveView = desktop.MoveView;
export type CalendarView = desktop.CalendarView;
export type OffDayView = desktop.OffDayView;
export type ClosureView = desktop.ClosureView;
export type CloseInput = desktop.CloseInput;
export type WithdrawInput = desktop.WithdrawInput;
export type ImportCalendarInput = desktop.ImportCalendarInput;
export type ImportPreviewView = desktop.ImportPreviewView;
export type ImpactView = desktop.ImpactView;
export type RulesView = desktop.RulesView;
export type ExtraClassView = desktop.ExtraClassView;
export type WorkView = desktop.WorkView;
export type WorkGroupView = desktop.WorkGroupView;
export type WorkRowView = desktop.WorkRowView;
export type ExportInput = desktop.ExportInput;
export type ExportView = desktop.ExportView;

export type PrintInput = desktop.PrintInput;
export type PrintRegisterInput = desktop.PrintRegisterInput;
export type PrintView = desktop.PrintView;
export type PrintingView = desktop.PrintingView;
export type LetterheadView = desktop.LetterheadView;
export type ReceiptView = desktop.ReceiptView;
export type ImportOpenInput = desktop.ImportOpenInput;
export type ImportAnswersInput = desktop.ImportAnswersInput;
export type ImportUndoInput = desktop.ImportUndoInput;
export type ImportView = desktop.ImportView;
export type ImportSheetView = desktop.ImportSheetView;
export type ImportColumnView = desktop.ImportColumnView;
export type ImportWordView = desktop.ImportWordView;
export type ImportTrialView = desktop.ImportTrialView;
export type ImportRowView = desktop.ImportRowView;
export type ImportResultView = desktop.ImportResultView;
export type ImportsView = desktop.ImportsView;
export type ImportedView = desktop.ImportedView;

// Event payloads; they occur in no bound method, so no type is generated.
export interface ChangedView {
  complaints: string[];
  all: boolean;
  sync: boolean;
  reference: boolean;
  rules: boolean;
  files: boolean;
  status: SyncView;
  hasStatus: boolean;
}

export interface ReminderView {
  title: string;
  text: string;
}

export interface ProgressView {
  what: string;
  done: number;
  total: number;
}
