"""The addresses of the housing app."""

from django.urls import URLPattern, path

from housing.corrections import views as corrections
from housing.offers import views as offers
from housing.referrals import views as referrals
from housing.stays import views as stays
from housing.support import views as support

app_name = "housing"

urlpatterns: list[URLPattern] = [
    path("", referrals.overview, name="referrals"),
    path("search/", referrals.search, name="referral_search"),
    path("referrals/<int:pk>/", offers.detail, name="referral"),
    path("referrals/<int:pk>/change/", referrals.change, name="referral_change"),
    path("referrals/<int:pk>/offers/new/", offers.create, name="offer_create"),
    path("referrals/<int:pk>/steps/<slug:event>/", offers.step, name="referral_step"),
    path("referrals/<int:pk>/remove/", corrections.remove, name="referral_remove"),
    path("referral-steps/<int:pk>/correct/", corrections.correct, name="referral_step_correct"),
    path("referral-steps/<int:pk>/take-back/", corrections.take_back, name="referral_step_take_back"),
    path("offers/<int:pk>/accept/", offers.accept, name="offer_accept"),
    path("offers/<int:pk>/decline/", offers.decline, name="offer_decline"),
    path("offers/<int:pk>/undo/", offers.undo, name="offer_undo"),
    path("stays/<int:pk>/change/", stays.change, name="stay_change"),
    path("stays/<int:pk>/end/", stays.end, name="stay_end"),
    path("stays/<int:pk>/remove/", stays.remove, name="stay_remove"),
    path("support/", support.overview, name="support_cases"),
    path("support/<int:pk>/", support.detail, name="support"),
    path("support/<int:pk>/change/", support.change, name="support_change"),
    path("support/<int:pk>/steps/<slug:event>/", support.step, name="support_step"),
    path("support/<int:pk>/remove/", corrections.remove_support, name="support_remove"),
    path("support/<int:pk>/days/<slug:event>/correct/", corrections.correct_support, name="support_step_correct"),
    path(
        "support/<int:pk>/days/<slug:event>/take-back/", corrections.take_back_support, name="support_step_take_back"
    ),
    path("people/<slug:reference>/referrals/new/", referrals.create, name="referral_create"),
    path("people/<slug:reference>/stays/", stays.overview, name="stays"),
    path("people/<slug:reference>/stays/new/", stays.create, name="stay_create"),
    path("people/<slug:reference>/support/new/", support.create, name="support_create"),
]
