"""Which form does which act."""

from __future__ import annotations

from casework.desk.forms.acts import ActForm
from casework.desk.forms.answering_together import AnswerSeparatelyForm, AnswerTogetherForm
from casework.desk.forms.closing import ArchiveForm, LapseForm, WithdrawForm
from casework.desk.forms.consultations import (
    ConsultForm,
    RecordDeliveryForm,
    RecordOpinionForm,
    RuleOnOpinionForm,
    TellThirdPartyForm,
    WithdrawConsultationForm,
)
from casework.desk.forms.disputes import AnswerDisputeForm, RecordDisputeResultForm, RedoForm, RegisterDisputeForm
from casework.desk.forms.extensions import (
    ApproveExtensionForm,
    RejectExtensionForm,
    RequestExtensionForm,
    ServeExtensionForm,
)
from casework.desk.forms.fees import ChargeFeeForm, ReceiveFeeForm, RecordFeeDeliveryForm
from casework.desk.forms.intake import (
    AcceptForm,
    AssignForm,
    CheckIdentityForm,
    ClaimForm,
    ConfirmReceiptForm,
    RecordConfirmationForm,
    ReturnToDeskForm,
)
from casework.desk.forms.letter_service import FollowUpServiceForm, ServeLetterForm
from casework.desk.forms.matters import DecideMatterForm, ListMattersForm, SplitCaseForm
from casework.desk.forms.reasons import (
    AskReasonsForm,
    ReceiveReasonsForm,
    ReviewReasonsForm,
    ServeDelayForm,
    SetDelayForm,
)
from casework.desk.forms.replies import (
    ConcludeForm,
    ReplyOnTheSpotForm,
    SendBackForm,
    SignForm,
    SubmitForReviewForm,
)
from casework.desk.forms.reviews import RecordPaperApprovalForm, ReviewForm
from casework.desk.forms.search_records import RecordSearchForm
from casework.desk.forms.supplements import ReceiveSupplementForm, RequestSupplementForm
from casework.desk.forms.topics import SortByTopicForm
from casework.law.acts import Act

# In the order of a case's life, which is the order of the buttons.
CASE_FORMS: dict[Act, type[ActForm]] = {
    form.act: form
    for form in (
        ConfirmReceiptForm, RecordConfirmationForm, CheckIdentityForm, AcceptForm, ClaimForm, AssignForm,
        ReturnToDeskForm,
        RequestSupplementForm, ReceiveSupplementForm, ReceiveReasonsForm, ReviewReasonsForm,
        RecordFeeDeliveryForm, ReceiveFeeForm, LapseForm, ListMattersForm, SplitCaseForm,
        AnswerTogetherForm, AnswerSeparatelyForm, RecordSearchForm,
        SubmitForReviewForm, ReplyOnTheSpotForm,
        ConsultForm, RequestExtensionForm, ApproveExtensionForm, RejectExtensionForm, ServeExtensionForm,
        AskReasonsForm, SetDelayForm, ServeDelayForm, ChargeFeeForm,
        ReviewForm, SignForm, RecordPaperApprovalForm, SendBackForm, ConcludeForm, ServeLetterForm, WithdrawForm,
        ArchiveForm, RegisterDisputeForm, AnswerDisputeForm, RecordDisputeResultForm, RedoForm,
        SortByTopicForm,
    )
}  # fmt: skip
CONSULTATION_FORMS: dict[Act, type[ActForm]] = {
    form.act: form
    for form in (
        RecordDeliveryForm, RecordOpinionForm, RuleOnOpinionForm, TellThirdPartyForm, WithdrawConsultationForm,
    )
}  # fmt: skip
# On one service of a letter: what was learnt of it, and another attempt.
SERVICE_FORMS: dict[Act, type[ActForm]] = {form.act: form for form in (FollowUpServiceForm, ServeLetterForm)}
MATTER_FORMS: dict[Act, type[ActForm]] = {form.act: form for form in (DecideMatterForm,)}
