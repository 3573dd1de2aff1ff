import type { ComplaintForm, ReferenceView, ReporterForm } from '../../api/types';

const noReporter: ReporterForm = {
  unidentified: false, name: '', idType: 'ktp', idNumber: '', sex: '', ageBand: '', disability: '', occupation: '',
  address: '', village: '', phone: '', email: '', byProxy: false, proxyName: '', proxyPhone: '', proxyLetter: '', organisation: '',
};

export function emptyForm(reference: ReferenceView | undefined): ComplaintForm {
  return {
    kind: reference?.kinds[0]?.value ?? 'pengaduan',
    channel: reference?.channels[0]?.value ?? '',
    receivedAt: '', subject: '', narrative: '', eventDate: '', eventPlace: '', village: '', category: '', respondent: '',
    request: '', loss: '', evidence: '', normative: false, supervisory: false, fieldInspection: false, extraClass: '',
    anonymous: false, confidential: false, reporterOf: '', links: [],
    reporter: { ...noReporter, idType: reference?.idTypes[0]?.value ?? 'ktp' },
  };
}

/** A kept form, also one of an older version that lacked a field. */
export function completed(form: ComplaintForm, reference: ReferenceView | undefined): ComplaintForm {
  const empty = emptyForm(reference);
  return { ...empty, ...form, links: form.links ?? [], reporter: { ...empty.reporter, ...form.reporter } };
}

/** What is sent: fields that a switch has closed carry nothing. */
export function cleaned(form: ComplaintForm): ComplaintForm {
  const r = form.reporter;
  if (r.unidentified) {
    return { ...form, reporterOf: '', normative: form.kind === 'pengaduan' && form.normative, reporter: { ...noReporter, idType: 'none', unidentified: true } };
  }
  return {
    ...form,
    normative: form.kind === 'pengaduan' && form.normative,
    reporter: {
      ...r,
      idNumber: r.idType === 'none' ? '' : r.idNumber,
      proxyName: r.byProxy ? r.proxyName : '',
      proxyPhone: r.byProxy ? r.proxyPhone : '',
      proxyLetter: r.byProxy ? r.proxyLetter : '',
    },
  };
}
