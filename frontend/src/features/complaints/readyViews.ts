// Lists that every office asks for, as the address of the list writes them.
import { views } from '../../text/search';
import { viewAt } from './useFilters';

export interface View {
  id: string;
  name: string;
  at: string;
}

export const readyViews: View[] = [
  { id: 'overdue', name: views.names.overdue, at: viewAt('terbuka=1&batas=overdue') },
  { id: 'unforwarded', name: views.names.unforwarded, at: viewAt('terbuka=1&status=received,verified,reopened') },
  { id: 'waiting', name: views.names.waiting, at: viewAt('terbuka=1&status=forwarded,in_progress') },
  { id: 'incomplete', name: views.names.incomplete, at: viewAt('terbuka=1&status=awaiting_completion') },
  { id: 'closedMonth', name: views.names.closedMonth, at: viewAt('selesai=month&urut=newest') },
];
